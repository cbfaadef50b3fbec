-- Up Migration
--
-- Every tenant table's key begins with institute_id and every foreign key
-- includes it: a row cannot point into another institute.
-- Times are timestamptz, ids UUIDv7, telephone numbers their E.164 key ("+919812345670").

create extension if not exists pg_trgm;

create table institute (
  id integer primary key,
  name text not null,
  country text not null default 'IN',
  time_zone text not null default 'Asia/Kolkata',
  calling_hours jsonb,
  default_vendor text,
  -- The web-service secret of the classic endpoints, as SHA-256; the previous one overlaps after a rotation.
  secret_key_hash bytea,
  previous_secret_key_hash bytea,
  previous_secret_key_until timestamptz,
  created_at timestamptz not null default now()
);

-- A vendor set up for an institute.
create table vendor_account (
  institute_id integer not null references institute (id),
  vendor text not null,
  enabled boolean not null default false,
  -- TelephonySettings of the contract without its secrets; domain/settings holds the defaults.
  settings jsonb not null default '{}',
  -- Encrypted credentials by name: {"authenticationKey": {"key", "nonce", "text", "tail"}, ...}
  credentials jsonb not null default '{}',
  token_hash bytea unique,
  previous_token_hash bytea unique,
  previous_token_until timestamptz,
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  primary key (institute_id, vendor)
);

-- A user of the desk. Counsellors are users with an agent number at a vendor.
create table counsellor (
  institute_id integer not null references institute (id),
  id uuid not null default uuidv7(),
  name text not null,
  email text not null,
  password_hash text,
  roles text[] not null default '{}',
  team_id uuid,
  active boolean not null default true,
  taking_calls boolean not null default true,
  popups boolean not null default true,
  sound boolean not null default true,
  notifications boolean not null default true,
  telephony_partner text,
  caller_id text,
  -- When the routing API last put this counsellor first: "not routed to in the last ring time".
  routed_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (institute_id, id)
);
create unique index counsellor_email on counsellor (lower(email));

create table agent_number (
  institute_id integer not null,
  vendor text not null,
  -- E.164 where the number is a telephone number, else what was entered (an extension, an agent id).
  number_key text not null,
  entered text not null,
  counsellor_id uuid not null,
  position integer not null default 0,
  vendor_user_id text,
  primary key (institute_id, vendor, number_key),
  foreign key (institute_id, counsellor_id) references counsellor (institute_id, id)
);
create index agent_number_counsellor on agent_number (institute_id, counsellor_id, vendor, position);

-- scope: own, team, all, or 'yes' for permissions without a scope; 'no' (users only) takes a role's grant away.
create table role_permission (
  institute_id integer not null references institute (id),
  role text not null,
  permission text not null,
  scope text not null,
  primary key (institute_id, role, permission)
);
create table user_permission (
  institute_id integer not null,
  counsellor_id uuid not null,
  permission text not null,
  scope text not null,
  primary key (institute_id, counsellor_id, permission),
  foreign key (institute_id, counsellor_id) references counsellor (institute_id, id)
);

create table session (
  token_hash bytea primary key,
  institute_id integer not null,
  id uuid not null default uuidv7(),
  counsellor_id uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  foreign key (institute_id, counsellor_id) references counsellor (institute_id, id)
);
create index session_counsellor on session (institute_id, counsellor_id);

-- Failed sign-ins by address (lower-case e-mail), counted over 15 minutes.
create table sign_in_failure (
  email text not null,
  at timestamptz not null default now()
);
create index sign_in_failure_email on sign_in_failure (email, at);

create table did (
  institute_id integer not null references institute (id),
  number_key text not null,
  number text not null,
  label text,
  campaign text,
  source text,
  medium text,
  create_on text,
  ring text,
  position integer not null default 0,
  primary key (institute_id, number_key)
);

create table blocked_number (
  institute_id integer not null references institute (id),
  number_key text not null,
  number text not null,
  position integer not null default 0,
  primary key (institute_id, number_key)
);

create table lead (
  institute_id integer not null references institute (id),
  id uuid not null default uuidv7(),
  name text not null default '',
  email text,
  stage text not null default 'New',
  origin text not null,
  campaign text,
  junk boolean not null default false,
  do_not_call boolean not null default false,
  merged_into uuid,
  version integer not null default 1,
  -- Of the call with the greatest (started_at, id) among the settled ones; derived, see calls/advance.
  last_call_id uuid,
  last_call_at timestamptz,
  last_call_direction text,
  last_call_outcome text,
  last_talk_at timestamptz,
  call_count integer not null default 0,
  last_active_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  primary key (institute_id, id),
  foreign key (institute_id, merged_into) references lead (institute_id, id)
);
create index lead_recent on lead (institute_id, last_active_at desc, id desc);
-- Finding leads by a part of a name, address or number. pg_trgm is a trusted extension: the database's owner may create it.
create index lead_words on lead using gin (name gin_trgm_ops, email gin_trgm_ops);

create table lead_owner (
  institute_id integer not null,
  lead_id uuid not null,
  counsellor_id uuid not null,
  position integer not null,
  primary key (institute_id, lead_id, counsellor_id),
  foreign key (institute_id, lead_id) references lead (institute_id, id),
  foreign key (institute_id, counsellor_id) references counsellor (institute_id, id)
);
create index lead_owner_counsellor on lead_owner (institute_id, counsellor_id);

create table lead_phone (
  institute_id integer not null,
  id uuid not null default uuidv7(),
  lead_id uuid not null,
  number_key text not null,
  kind text not null check (kind in ('primary', 'alternate')),
  verified boolean not null default false,
  position integer not null default 0,
  primary key (institute_id, id),
  unique (institute_id, lead_id, number_key),
  foreign key (institute_id, lead_id) references lead (institute_id, id)
);
create index lead_phone_number on lead_phone (institute_id, number_key);
create index lead_phone_digits on lead_phone using gin (number_key gin_trgm_ops);

-- Automatic creation is single: whoever writes this row makes the lead.
create table lead_claim (
  institute_id integer not null,
  number_key text not null,
  lead_id uuid not null,
  primary key (institute_id, number_key),
  -- Checked at commit: the claim is written first, so that only its winner makes a lead.
  foreign key (institute_id, lead_id) references lead (institute_id, id) deferrable initially deferred
);

create table call (
  institute_id integer not null references institute (id),
  id uuid not null default uuidv7(),
  vendor text not null,

  -- Identity: decided once, when the call is first heard of.
  direction text not null check (direction in ('inbound', 'outbound', 'campaign')),
  number_key text,
  did_key text,
  vendor_call_id text,
  blocked boolean not null default false,
  first_heard_at timestamptz not null,
  merged_into uuid,

  -- Facts: how many there are, how many were applied, how many the call's own workflow has seen.
  last_seq integer not null default 0,
  applied_seq integer not null default 0,
  delivered_seq integer not null default 0,
  last_heard_at timestamptz not null,

  -- Record: a function of the facts (domain/call/plan), written by advance alone.
  state text not null default 'routing' check (state in ('routing', 'dialling', 'agent_ringing', 'ringing', 'talking', 'ended')),
  outcome text,
  lead_id uuid,
  counsellor_id uuid,
  campaign text,
  started_at timestamptz not null,
  answered_at timestamptz,
  ended_at timestamptz,
  ring_seconds integer,
  talk_seconds integer,
  recording_url text,
  disposition text,
  source text not null default 'events',
  flags text[] not null default '{}',
  reason jsonb,
  settled_at timestamptz,
  wrap_up_until timestamptz,
  wrap_up_done boolean not null default false,
  -- A routing question nobody claimed yet: in no list or report.
  unclaimed boolean not null default false,
  -- A comparison value of the whole applied plan: equal means nothing to write.
  plan_digest text,

  -- Scheduling.
  wake_at timestamptz,
  closed_at timestamptz,
  claimed_until timestamptz,
  delivery_attempts integer not null default 0,
  stuck boolean not null default false,

  primary key (institute_id, id),
  foreign key (institute_id, merged_into) references call (institute_id, id),
  foreign key (institute_id, lead_id) references lead (institute_id, id),
  foreign key (institute_id, counsellor_id) references counsellor (institute_id, id)
) with (fillfactor = 70);
create index call_recent on call (institute_id, first_heard_at desc, id desc);
create index call_number on call (institute_id, number_key, first_heard_at desc) where number_key is not null;
create index call_withheld on call (institute_id, first_heard_at desc) where number_key is null;
create index call_lead on call (institute_id, lead_id, started_at desc, id desc) where lead_id is not null;
create index call_counsellor on call (institute_id, counsellor_id, first_heard_at desc) where counsellor_id is not null;
create index call_vendor_call_id on call (institute_id, vendor_call_id) where vendor_call_id is not null;
create index call_undelivered on call (last_heard_at) where last_seq > delivered_seq;
create index call_overdue on call (wake_at) where closed_at is null;
create index call_live_outbound on call (institute_id, counsellor_id)
  where direction = 'outbound' and state <> 'ended' and closed_at is null;
create index call_pending on call (institute_id, counsellor_id, settled_at) where outcome = 'answered' and not wrap_up_done;

create table call_ref (
  institute_id integer not null,
  vendor text not null,
  kind text not null check (kind in ('vendor_call', 'our_ref', 'vendor_ref')),
  ref text not null,
  call_id uuid not null,
  primary key (institute_id, vendor, kind, ref),
  foreign key (institute_id, call_id) references call (institute_id, id)
);
create index call_ref_call on call_ref (institute_id, call_id);

create table fact (
  institute_id integer not null,
  call_id uuid not null,
  seq integer not null,
  kind text not null,
  -- When we heard it; the vendor's own stamp, where there is one, is in data.
  received_at timestamptz not null,
  counsellor_id uuid,
  request_id uuid,
  data jsonb not null default '{}',
  primary key (institute_id, call_id, seq),
  foreign key (institute_id, call_id) references call (institute_id, id)
);

-- What vendors sent and what we answered, secrets redacted. institute_id is null when the URL names none that exists.
create table vendor_request (
  id uuid primary key default uuidv7(),
  institute_id integer references institute (id),
  vendor text not null,
  endpoint text not null,
  received_at timestamptz not null,
  method text not null,
  content_type text,
  fields jsonb,
  http_status integer not null,
  answer jsonb,
  outcome text not null,
  call_id uuid,
  fact_seq integer,
  repeat_of uuid
);
create index vendor_request_recent on vendor_request (institute_id, received_at desc, id desc);
create index vendor_request_call on vendor_request (institute_id, call_id) where call_id is not null;

-- One ringing of one counsellor. Derived; rewritten by advance.
create table offer (
  institute_id integer not null,
  call_id uuid not null,
  position integer not null,
  counsellor_id uuid not null,
  -- The fact that made it; null for one that only a later report names.
  fact_seq integer,
  at timestamptz not null,
  ended_at timestamptz,
  result text not null check (result in ('ringing', 'answered', 'missed', 'answered_elsewhere', 'cancelled')),
  primary key (institute_id, call_id, position),
  foreign key (institute_id, call_id) references call (institute_id, id),
  foreign key (institute_id, counsellor_id) references counsellor (institute_id, id)
);
create index offer_counsellor on offer (institute_id, counsellor_id, at desc);
create index offer_ringing on offer (institute_id, counsellor_id) where result = 'ringing';

create table popup (
  institute_id integer not null,
  id uuid not null default uuidv7(),
  call_id uuid not null,
  counsellor_id uuid not null,
  fact_seq integer not null,
  version integer not null default 1,
  state text not null check (state in ('open', 'answered', 'closed', 'withdrawn', 'dismissed')),
  reason text,
  -- The lead the card shows; a change of it is a new version.
  lead_id uuid,
  opened_at timestamptz not null,
  acted_at timestamptz,
  closed_at timestamptz,
  primary key (institute_id, id),
  unique (institute_id, call_id, fact_seq),
  foreign key (institute_id, call_id) references call (institute_id, id),
  foreign key (institute_id, counsellor_id) references counsellor (institute_id, id)
);
create index popup_showing on popup (institute_id, counsellor_id) where state in ('open', 'answered');

create table feed_head (
  institute_id integer not null,
  counsellor_id uuid not null,
  head bigint not null default 1,
  primary key (institute_id, counsellor_id),
  foreign key (institute_id, counsellor_id) references counsellor (institute_id, id)
);

-- Rows hold ids and are rendered when sent.
create table feed (
  institute_id integer not null,
  counsellor_id uuid not null,
  seq bigint not null,
  type text not null check (type in ('popup', 'missed', 'pending', 'call')),
  ref uuid,
  at timestamptz not null default now(),
  primary key (institute_id, counsellor_id, seq),
  foreign key (institute_id, counsellor_id) references counsellor (institute_id, id)
);
create index feed_at on feed (at);

create table note (
  institute_id integer not null,
  id uuid not null default uuidv7(),
  lead_id uuid not null,
  call_id uuid,
  by_id uuid,
  text text not null,
  at timestamptz not null default now(),
  primary key (institute_id, id),
  foreign key (institute_id, lead_id) references lead (institute_id, id),
  foreign key (institute_id, call_id) references call (institute_id, id),
  foreign key (institute_id, by_id) references counsellor (institute_id, id)
);
create index note_lead on note (institute_id, lead_id, at);

create table timeline (
  institute_id integer not null,
  id uuid not null default uuidv7(),
  lead_id uuid not null,
  at timestamptz not null,
  type text not null check (type in ('call', 'note', 'assignment', 'stage', 'merge', 'edit')),
  call_id uuid,
  note_id uuid,
  by_id uuid,
  -- What the entry says beyond its references, e.g. {"owners": [...], "previous": [...], "reason": "..."}; rendered by the presenter.
  data jsonb not null default '{}',
  primary key (institute_id, id),
  foreign key (institute_id, lead_id) references lead (institute_id, id),
  foreign key (institute_id, call_id) references call (institute_id, id),
  foreign key (institute_id, note_id) references note (institute_id, id),
  foreign key (institute_id, by_id) references counsellor (institute_id, id)
);
create index timeline_lead on timeline (institute_id, lead_id, at desc, id desc);
-- One entry per call.
create unique index timeline_call on timeline (institute_id, call_id) where type = 'call';

-- A missed call as work: one row a call and counsellor; counsellor_id null is the shared queue.
create table missed_entry (
  institute_id integer not null,
  id uuid not null default uuidv7(),
  call_id uuid not null,
  counsellor_id uuid,
  -- Rung or named, in contrast to an owner who was not.
  rung boolean not null,
  -- Who called: "lead:<id>", else "tel:<number key>", else "call:<id>".
  student text not null,
  at timestamptz not null,
  opened_at timestamptz,
  opened_by uuid,
  -- A connected call with this student began later. Derived, see calls/advance/missed.
  called_back boolean not null default false,
  primary key (institute_id, id),
  unique nulls not distinct (institute_id, call_id, counsellor_id),
  foreign key (institute_id, call_id) references call (institute_id, id),
  foreign key (institute_id, counsellor_id) references counsellor (institute_id, id)
);
create index missed_entry_open on missed_entry (institute_id, counsellor_id, student) where opened_at is null and not called_back;
create index missed_entry_student on missed_entry (institute_id, student);

-- What a settled call adds to reports, per counsellor (null: unattributed).
create table contribution (
  institute_id integer not null,
  call_id uuid not null,
  counsellor_id uuid,
  day date not null,
  direction text not null,
  success integer not null,
  missed integer not null,
  talk_seconds integer not null,
  timed_successes integer not null,
  offers integer not null,
  offers_answered integer not null,
  unique nulls not distinct (institute_id, call_id, counsellor_id),
  foreign key (institute_id, call_id) references call (institute_id, id),
  foreign key (institute_id, counsellor_id) references counsellor (institute_id, id)
);

-- Totals: the sum of contributions by day (the institute's zone), counsellor and direction.
create table counsellor_day (
  institute_id integer not null,
  day date not null,
  counsellor_id uuid,
  direction text not null,
  success integer not null default 0,
  missed integer not null default 0,
  talk_seconds integer not null default 0,
  timed_successes integer not null default 0,
  offers integer not null default 0,
  offers_answered integer not null default 0,
  unique nulls not distinct (institute_id, day, counsellor_id, direction),
  foreign key (institute_id, counsellor_id) references counsellor (institute_id, id)
);

create table audit (
  institute_id integer not null references institute (id),
  id uuid not null default uuidv7(),
  at timestamptz not null default now(),
  by_id uuid,
  action text not null,
  target text not null,
  before jsonb,
  after jsonb,
  primary key (institute_id, id)
);

-- Down Migration
-- The spine is the first migration; going back means an empty database.
