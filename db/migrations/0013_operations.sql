-- Up Migration
--
-- Calls that an operator looks for are few among all: found without reading the others.
create index call_unknown on call (institute_id, first_heard_at desc, id desc) where outcome = 'unknown' and not unclaimed;
create index call_repaired on call (institute_id, first_heard_at desc, id desc) where source = 'reconciled';
create index call_stuck on call (institute_id, first_heard_at desc, id desc) where stuck;
-- What became part of a call: whoever looks for its requests looks for theirs.
create index call_merged on call (institute_id, merged_into) where merged_into is not null;

-- Down Migration
-- Forward only.
