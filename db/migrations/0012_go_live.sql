-- Up Migration
--
-- A go-live check: for a while a vendor's calls from one number are test calls. Which calls are, follows from these rows
-- for good (db/test-calls.ts): they are never deleted, and number and beginning never change.
create table go_live_run (
  institute_id integer not null references institute (id),
  id uuid not null default uuidv7(),
  -- rehearsal: we play the vendor · live: somebody calls.
  mode text not null check (mode in ('rehearsal', 'live')),
  vendor text not null,
  number_key text not null,
  -- Who is to be rung, and the DID that is to be dialled.
  counsellor_id uuid not null,
  did_key text,
  started_by uuid not null,
  started_at timestamptz not null,
  -- Later calls are no test calls.
  until timestamptz not null,
  -- By which the rehearsal being played gets in, and how long at most.
  token_hash bytea unique,
  token_until timestamptz,
  -- What the rehearsals sent and how they were answered: [{"at", "scenario", "endpoint", "status", "answer"}].
  sent jsonb not null default '[]',
  primary key (institute_id, id),
  foreign key (institute_id, vendor) references vendor_account (institute_id, vendor),
  foreign key (institute_id, counsellor_id) references counsellor (institute_id, id),
  foreign key (institute_id, started_by) references counsellor (institute_id, id)
);
create index go_live_run_number on go_live_run (institute_id, number_key);

-- Down Migration
-- Forward only.
