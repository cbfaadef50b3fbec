-- Up Migration
--
-- Who may come in: the institution's own OpenID Connect provider, keys of machines, resets of passwords; who leads a team;
-- and what the Application Manager's list needs.

-- What somebody recognises a session of their own by.
alter table session add column method text not null default 'password' check (method in ('password', 'oidc'));
alter table session add column user_agent text;
create unique index session_id on session (institute_id, id);
create index session_expires on session (expires_at);

-- The institution's own OpenID Connect provider.
create table oidc_provider (
  institute_id integer primary key references institute (id),
  enabled boolean not null default false,
  issuer text,
  client_id text,
  -- Encrypted like vendor_account.credentials; null: a public client, which PKCE alone protects.
  client_secret jsonb,
  -- The claim that holds the e-mail address somebody is known by here.
  email_claim text not null,
  -- The audience of access tokens for our API, beside the client's id.
  audience text,
  check (not enabled or (issuer is not null and client_id is not null))
);
create index oidc_provider_issuer on oidc_provider (issuer) where enabled;

-- Sign-ins that came back from a provider: none comes back twice. What has expired needs no row.
create table oidc_used_state (
  institute_id integer not null references institute (id),
  state_hash bytea not null,
  expires_at timestamptz not null,
  primary key (institute_id, state_hash)
);
create index oidc_used_state_expires on oidc_used_state (expires_at);

-- A machine is a user as well, so that whatever names a user can name it: authors, the audit. It is never active: nobody
-- signs in as it, no vendor rings it, and no list of who is there shows it. Its key is its only way in.
alter table counsellor add column machine boolean not null default false;
alter table counsellor add constraint counsellor_machine check (not machine or (not active and password_hash is null));
drop index counsellor_email;
create unique index counsellor_email on counsellor (lower(email)) where not machine;

-- The key of a machine, by the machine's own id.
create table api_key (
  institute_id integer not null,
  id uuid not null,
  -- The key's first characters, by which an admin knows it.
  prefix text not null,
  key_hash bytea not null unique,
  created_by uuid,
  created_at timestamptz not null,
  -- To the minute.
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (institute_id, id),
  foreign key (institute_id, id) references counsellor (institute_id, id),
  foreign key (institute_id, created_by) references counsellor (institute_id, id)
);
create index api_key_standing on api_key (institute_id, id) where revoked_at is null;

-- One open reset a user; a newer one takes its place.
create table password_reset (
  institute_id integer not null,
  counsellor_id uuid not null,
  token_hash bytea not null unique,
  expires_at timestamptz not null,
  primary key (institute_id, counsellor_id),
  foreign key (institute_id, counsellor_id) references counsellor (institute_id, id)
);
create index password_reset_expires on password_reset (expires_at);

create index sign_in_failure_at on sign_in_failure (at);

-- Who leads a team, as a member or not.
create table team_lead (
  institute_id integer not null,
  team_id uuid not null,
  counsellor_id uuid not null,
  primary key (institute_id, team_id, counsellor_id),
  foreign key (institute_id, team_id) references team (institute_id, id) on delete cascade,
  foreign key (institute_id, counsellor_id) references counsellor (institute_id, id)
);
create index team_lead_counsellor on team_lead (institute_id, counsellor_id);

-- An application counts from the day it was made (created_at); its lead may be one that was merged into another.
alter table application add column updated_at timestamptz not null default now();
create index application_made on application (institute_id, created_at);
create index application_form on application (institute_id, form_id, id desc);

-- Down Migration
-- Forward only.
