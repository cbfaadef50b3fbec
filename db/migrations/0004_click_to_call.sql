-- Up Migration
--
-- Clicks to call, and applications, which can be called by their form.

-- One row a click that placed a call. It holds the counsellor until it is released: settled, hung up, or long silent.
create table click_to_call (
  institute_id integer not null,
  counsellor_id uuid not null,
  -- What the client said of the click, so that a repeated request is the same click.
  idempotency_key text not null,
  body_hash bytea not null,
  call_id uuid not null,
  requested_at timestamptz not null,
  released_at timestamptz,
  primary key (institute_id, counsellor_id, idempotency_key),
  foreign key (institute_id, counsellor_id) references counsellor (institute_id, id),
  foreign key (institute_id, call_id) references call (institute_id, id)
);
-- One live click a counsellor (design 9, 8).
create unique index click_to_call_live on click_to_call (institute_id, counsellor_id) where released_at is null;
create index click_to_call_call on click_to_call (institute_id, call_id);

-- A student's application by one of the institute's forms.
create table application (
  institute_id integer not null,
  id uuid not null default uuidv7(),
  lead_id uuid not null,
  form_id uuid not null,
  status text not null default 'Started',
  created_at timestamptz not null default now(),
  primary key (institute_id, id),
  foreign key (institute_id, lead_id) references lead (institute_id, id),
  foreign key (institute_id, form_id) references form (institute_id, id)
);
create index application_lead on application (institute_id, lead_id);

-- Down Migration
drop table application;
drop table click_to_call;
