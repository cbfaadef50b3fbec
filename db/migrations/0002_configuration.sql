-- Up Migration
--
-- What an institute configures beside its vendors, users and numbers, and what its health page looks for.

create table team (
  institute_id integer not null references institute (id),
  id uuid not null default uuidv7(),
  name text not null,
  primary key (institute_id, id)
);
create unique index team_name on team (institute_id, lower(name));

-- Teams were mere ids on counsellors before: each becomes one that can be renamed.
insert into team (institute_id, id, name)
select institute_id, team_id, 'Team ' || row_number() over (partition by institute_id order by team_id)
from (select distinct institute_id, team_id from counsellor where team_id is not null) named;
alter table counsellor
  add constraint counsellor_team foreign key (institute_id, team_id) references team (institute_id, id);
create index counsellor_of_team on counsellor (institute_id, team_id) where team_id is not null;

-- A form students apply with. One that is no longer used is inactive, never removed: applications name it.
create table form (
  institute_id integer not null references institute (id),
  id uuid not null default uuidv7(),
  name text not null,
  active boolean not null default true,
  primary key (institute_id, id)
);
create unique index form_name on form (institute_id, lower(name));

-- How the newest test of an account's credentials went; null where there was none, problem null where they work.
alter table vendor_account add column tested_at timestamptz;
alter table vendor_account add column test_problem text;

create index audit_recent on audit (institute_id, at desc, id desc);

-- Agent numbers that were named and are mapped to nobody. Few, since mapping and attributing takes them out.
create index fact_unmapped on fact (institute_id, received_at)
  where counsellor_id is null and data -> 'agent' ->> 'number' <> '';

-- How the newest questions to each vendor went.
create index fact_pulled on fact (institute_id, received_at desc) where kind = 'record_pulled';

-- What vendors were refused for.
create index vendor_request_rejected on vendor_request (institute_id, received_at)
  where outcome in (
    'wrong_secret', 'institute_placeholder', 'vendor_not_set_up', 'vendor_not_found', 'broken_body', 'field_missing',
    'address_not_allowed', 'rate_limited'
  );

-- Down Migration
-- Forward only.
