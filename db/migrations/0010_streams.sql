-- Live events that we fetch: how an account's stream stands, and what it missed (design 6).
create table vendor_stream (
  institute_id integer not null,
  vendor text not null,
  state text not null check (state in ('connecting', 'open', 'waiting')),
  -- When it came into this state.
  since timestamptz not null,
  -- Somebody looked after it last; an old one is an orphan.
  tended_at timestamptz not null,
  -- The account's version that it was opened with.
  version integer not null,
  opened_at timestamptz,
  -- The last line that came, or the opening: up to there nothing was missed but the gap.
  heard_until timestamptz,
  last_event_at timestamptz,
  -- Missed, and not yet made up for from the call log.
  gap_from timestamptz,
  gap_until timestamptz,
  gap_problem text,
  -- Why it does not stand, one of the client's words, and from when it is tried again.
  problem text,
  retry_at timestamptz,
  primary key (institute_id, vendor),
  foreign key (institute_id, vendor) references vendor_account (institute_id, vendor)
);

-- The daily comparison with a vendor's own list of calls.
create table vendor_sweep (
  institute_id integer not null,
  vendor text not null,
  day date not null,
  -- Where to go on in the vendor's list; null: at its beginning.
  resume_at text,
  listed integer not null default 0,
  -- Calls that the vendor had and we did not, and those of ours that it knew more of.
  missing integer not null default 0,
  completed integer not null default 0,
  problem text,
  finished_at timestamptz,
  primary key (institute_id, vendor, day),
  foreign key (institute_id, vendor) references vendor_account (institute_id, vendor)
);

-- What a vendor was told of who takes calls. No row: nothing was ever said, and the vendor rings everybody.
create table vendor_availability (
  institute_id integer not null,
  counsellor_id uuid not null,
  vendor text not null,
  -- What it was told last.
  told boolean not null default true,
  -- Why it could not be told, one of the client's words, how often in a row, and from when it is tried again.
  problem text,
  attempts integer not null default 0,
  retry_at timestamptz,
  primary key (institute_id, counsellor_id, vendor),
  foreign key (institute_id, counsellor_id) references counsellor (institute_id, id)
);
