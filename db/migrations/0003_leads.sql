-- Up Migration
--
-- Notes of calls without lead, dispositions, merged leads, and a lead list that stays fast at a million leads.

-- A note may be kept on a call that has no lead; it gets one with the call.
alter table note alter column lead_id drop not null;
alter table note add constraint note_about check (lead_id is not null or call_id is not null);
create index note_call on note (institute_id, call_id, at) where call_id is not null;

-- The institute's own disposition codes: [{"code", "label"}]. Null: the usual ones (domain/settings/dispositions).
alter table institute add column dispositions jsonb;

-- merged_into names the primary itself, never a lead that was merged on.
create index lead_merged on lead (institute_id, merged_into) where merged_into is not null;

-- Lists: one index a filter, in the order of the list, so that a value that is rare or not there at all is found
-- without walking all leads. Merged leads are in no list.
create index lead_stage on lead (institute_id, stage, last_active_at desc, id desc) where merged_into is null;
create index lead_origin on lead (institute_id, origin, last_active_at desc, id desc) where merged_into is null;
create index lead_campaign on lead (institute_id, campaign, last_active_at desc, id desc)
  where merged_into is null and campaign is not null;
create index lead_call_outcome on lead (institute_id, last_call_outcome, last_active_at desc, id desc)
  where merged_into is null and last_call_outcome is not null;
create index lead_call_direction on lead (institute_id, last_call_direction, last_active_at desc, id desc)
  where merged_into is null and last_call_direction is not null;
create index lead_never_called on lead (institute_id, last_active_at desc, id desc)
  where merged_into is null and last_call_at is null;

-- One index a sort order, see db/lead-sorts.
create index lead_created on lead (institute_id, created_at desc, id desc) where merged_into is null;
create index lead_last_call on lead (institute_id, (coalesce(last_call_at, 'epoch'::timestamptz)) desc, id desc)
  where merged_into is null;
-- By code point, so that it also finds what names begin with, and no upgrade of the system's collations can spoil it.
-- The nameless come behind every name.
create index lead_name on lead (institute_id, (coalesce(nullif(lower(name), ''), U&'\+10FFFF') collate "C"), id)
  where merged_into is null;

-- Down Migration
-- Forward only.
