-- Up Migration
--
-- What leaves the product (events to webhooks, recordings), and how long it keeps what it holds.

-- Where an institute wants to be told of what happens.
create table webhook (
  institute_id integer not null references institute (id),
  id uuid not null default uuidv7(),
  url text not null,
  events text[] not null,
  -- Whether what is sent carries whole telephone numbers.
  full_numbers boolean not null default false,
  enabled boolean not null default true,
  -- Why it was disabled by itself: "gone"; null when by hand, or not at all.
  disabled_reason text,
  -- Sealed like credentials: what is sent is signed with it, and with the previous one until its overlap is over.
  secret jsonb not null,
  previous_secret jsonb,
  previous_secret_until timestamptz,
  -- Its workflow was woken and is not woken again before.
  claimed_until timestamptz,
  created_at timestamptz not null default now(),
  primary key (institute_id, id)
);

-- The outbox: written in the transaction of what it tells of, and only while some webhook wants to know. It holds ids;
-- what is sent is rendered when it is sent.
create table outgoing_event (
  institute_id integer not null references institute (id),
  id uuid not null default uuidv7(),
  type text not null,
  call_id uuid,
  lead_id uuid,
  data jsonb not null default '{}',
  at timestamptz not null,
  primary key (institute_id, id),
  foreign key (institute_id, call_id) references call (institute_id, id),
  foreign key (institute_id, lead_id) references lead (institute_id, id)
);
create index outgoing_event_call on outgoing_event (institute_id, call_id, id desc) where call_id is not null;
create index outgoing_event_old on outgoing_event (institute_id, at);

-- One event on its way to one webhook.
create table webhook_delivery (
  institute_id integer not null,
  id uuid not null default uuidv7(),
  webhook_id uuid not null,
  event_id uuid not null,
  -- dropped: what it tells of was erased before it was sent.
  state text not null default 'pending' check (state in ('pending', 'delivered', 'dead', 'dropped')),
  attempts integer not null default 0,
  -- While it is pending.
  next_attempt_at timestamptz,
  last_attempt_at timestamptz,
  last_status integer,
  last_problem text,
  primary key (institute_id, id),
  unique (institute_id, webhook_id, event_id),
  foreign key (institute_id, webhook_id) references webhook (institute_id, id) on delete cascade,
  foreign key (institute_id, event_id) references outgoing_event (institute_id, id) on delete cascade
);
create index webhook_delivery_due on webhook_delivery (institute_id, webhook_id, next_attempt_at, id) where state = 'pending';
create index webhook_delivery_event on webhook_delivery (institute_id, event_id);
create index webhook_delivery_dead on webhook_delivery (institute_id, id desc) where state = 'dead';

-- Who listened to a call, within the hour.
create index audit_listened on audit (institute_id, target, by_id, at) where action = 'recording.listen';

-- How long an institute keeps what: {"requestDays": 90, …}; domain/settings/retention holds the defaults.
alter table institute add column retention jsonb;

-- Rounds of upkeep, each done by one worker at a time, when it is due.
create table upkeep (
  task text primary key,
  due_at timestamptz not null default now(),
  done_at timestamptz,
  claimed_until timestamptz
);
insert into upkeep (task) values ('retention'), ('resealing');

-- Nothing is taken into the call any more: its facts were forgotten, or what named its student was erased.
alter table call add column sealed_at timestamptz;
alter table call add column has_facts boolean not null default true;
-- A lead that was erased: it holds the place of whom it was for the counts, and names nobody.
alter table lead add column erased_at timestamptz;

-- What retention looks for, oldest first. Of calls that are closed alone: until then each write of a call would be one to these.
drop index feed_at;
create index feed_old on feed (institute_id, at);
create index call_of_facts on call (institute_id, closed_at) where has_facts and closed_at is not null;
create index call_numbered on call (institute_id, first_heard_at) where number_key is not null and closed_at is not null;
create index call_recorded on call (institute_id, settled_at) where recording_url is not null and closed_at is not null;
create index vendor_request_unplaced on vendor_request (institute_id, received_at) where call_id is null;

-- Down Migration
-- Forward only.
