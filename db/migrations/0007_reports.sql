-- Up Migration
--
-- What reports count. Two tables say what each settled call adds (contribution: per counsellor; counted_call: the call
-- itself), the others are their sums, which reports read. Rows of leads and callers are counted by reference, so that a
-- correction, a link or a merge takes away what it added; a row that came to zero stays and counts for nothing.
-- Each knows the day before it on which the same was counted (previous): of some days, those whose previous one lies
-- before the first are counted, each lead or caller once, however many the days.
--
-- Sums name leads and callers without a foreign key: they outlive a lead that is erased.

alter table contribution
  add column hour smallint not null default 0,
  -- The lead a counsellor talked with; null where they did not, or the call has none.
  add column lead_id uuid,
  -- Rings whose length we know, and how long they lasted together.
  add column timed_rings integer not null default 0,
  add column ring_seconds integer not null default 0;
-- Lists of what a cell of a report counts, and distinct calls of a team.
create index contribution_counsellor on contribution (institute_id, counsellor_id, day, call_id);

alter table counsellor_day
  add column calls integer not null default 0,
  add column timed_rings integer not null default 0,
  add column ring_seconds integer not null default 0;

-- The (day, lead) rows of a counsellor: how many calls they talked on with the lead that day.
create table engaged_day (
  institute_id integer not null references institute (id),
  day date not null,
  counsellor_id uuid,
  lead_id uuid not null,
  calls integer not null,
  previous date,
  unique nulls not distinct (institute_id, lead_id, counsellor_id, day),
  foreign key (institute_id, counsellor_id) references counsellor (institute_id, id)
);
create index engaged_day_first on engaged_day (institute_id, day, counsellor_id, previous) where calls > 0;

create table counted_call (
  institute_id integer not null,
  call_id uuid not null,
  day date not null,
  hour smallint not null,
  direction text not null,
  vendor text not null,
  campaign text,
  did_key text,
  -- Names a number without holding it; null when it was withheld.
  caller uuid,
  -- 0 for a call that the vendor never took: it is in no report but its vendor's.
  calls integer not null,
  answered integer not null,
  missed integer not null,
  talk_seconds integer not null,
  -- What was odd about it, for the vendor's report (domain/reports/marks).
  marks text[] not null,
  primary key (institute_id, call_id),
  foreign key (institute_id, call_id) references call (institute_id, id)
);

create table call_hour (
  institute_id integer not null references institute (id),
  day date not null,
  hour smallint not null,
  direction text not null,
  vendor text not null,
  campaign text,
  did_key text,
  calls integer not null,
  answered integer not null,
  missed integer not null,
  talk_seconds bigint not null,
  unique nulls not distinct (institute_id, day, hour, direction, vendor, campaign, did_key)
) with (fillfactor = 50);

create table caller_day (
  institute_id integer not null references institute (id),
  day date not null,
  campaign text,
  did_key text,
  caller uuid not null,
  calls integer not null,
  previous date,
  unique nulls not distinct (institute_id, caller, campaign, did_key, day)
);
create index caller_day_first on caller_day (institute_id, day, campaign, did_key, previous) where calls > 0;

create table mark_day (
  institute_id integer not null references institute (id),
  day date not null,
  vendor text not null,
  mark text not null,
  calls integer not null,
  primary key (institute_id, day, vendor, mark)
);

-- The DID of the call that made the lead.
alter table lead add column did_key text;
create index lead_of_call on lead (institute_id, created_at, campaign, did_key)
  where origin = 'Telephony' and merged_into is null;
create index application_created on application (institute_id, created_at, lead_id);
create index vendor_request_repeated on vendor_request (institute_id, received_at, vendor) where repeat_of is not null;

-- What stands already. How long phones rang, and marks beside the flags, follow when a call is advanced next.
update contribution b
set hour = extract(hour from c.started_at at time zone i.time_zone), lead_id = case when b.success = 1 then c.lead_id end
from call c
join institute i on i.id = c.institute_id
where c.institute_id = b.institute_id and c.id = b.call_id;

update counsellor_day d
set calls = counted.calls
from (
  select institute_id, day, counsellor_id, direction, count(*) as calls from contribution group by 1, 2, 3, 4
) counted
where counted.institute_id = d.institute_id and counted.day = d.day and counted.direction = d.direction
  and counted.counsellor_id is not distinct from d.counsellor_id;

insert into engaged_day (institute_id, day, counsellor_id, lead_id, calls, previous)
select institute_id, day, counsellor_id, lead_id, count(*),
  lag(day) over (partition by institute_id, counsellor_id, lead_id order by day)
from contribution
where lead_id is not null
group by 1, 2, 3, 4;

insert into counted_call (institute_id, call_id, day, hour, direction, vendor, campaign, did_key, caller, calls, answered,
  missed, talk_seconds, marks)
select c.institute_id, c.id, (c.started_at at time zone i.time_zone)::date,
  extract(hour from c.started_at at time zone i.time_zone), c.direction, c.vendor, c.campaign, c.did_key,
  md5(c.institute_id || ' ' || c.number_key)::uuid, counted.calls, counted.answered,
  counted.calls * counted.missed * (1 - counted.answered),
  case when c.outcome = 'answered' then coalesce(c.talk_seconds, 0) else 0 end, c.flags
from call c
join institute i on i.id = c.institute_id
cross join lateral (
  select count(*)::integer as calls, coalesce(max(b.success), 0) as answered, coalesce(max(b.missed), 0) as missed
  from (
    select success, missed from contribution b where b.institute_id = c.institute_id and b.call_id = c.id
  ) b
) found
cross join lateral (select least(found.calls, 1) as calls, found.answered, found.missed) counted
where c.outcome is not null and not c.unclaimed and c.merged_into is null;

insert into call_hour (institute_id, day, hour, direction, vendor, campaign, did_key, calls, answered, missed, talk_seconds)
select institute_id, day, hour, direction, vendor, campaign, did_key, sum(calls), sum(answered), sum(missed), sum(talk_seconds)
from counted_call
group by 1, 2, 3, 4, 5, 6, 7;

insert into caller_day (institute_id, day, campaign, did_key, caller, calls, previous)
select institute_id, day, campaign, did_key, caller, sum(calls),
  lag(day) over (partition by institute_id, campaign, did_key, caller order by day)
from counted_call
where caller is not null and calls > 0
group by 1, 2, 3, 4, 5;

insert into mark_day (institute_id, day, vendor, mark, calls)
select institute_id, day, vendor, mark, count(*) from counted_call, unnest(marks) as mark group by 1, 2, 3, 4;

update lead l
set did_key = c.did_key
from fact f
join call c on c.institute_id = f.institute_id and c.id = f.call_id
where f.kind = 'lead_created' and l.institute_id = f.institute_id and l.id = (f.data ->> 'leadId')::uuid;

-- Down Migration
-- Forward only.
