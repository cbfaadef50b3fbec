-- Up Migration
--
-- Taking requests in with one look and one write.

-- Whether there is a call of a student's number that no vendor's id names yet: an event with an id may belong to it.
create function has_unnamed_call(of_institute integer, of_vendor text, number text, since timestamptz) returns boolean
language sql stable as $$
  select exists (
    select from call c
    where c.institute_id = of_institute and c.vendor = of_vendor and c.number_key = number
      and c.merged_into is null and c.last_heard_at >= since
      -- No call goes on for longer: keeps the search to a part of the index.
      and c.first_heard_at >= since - interval '24 hours'
      and not exists (
        select from call_ref r
        where r.institute_id = c.institute_id and r.call_id = c.id and r.kind = 'vendor_call'
      )
  );
$$;

-- The same once whoever makes such a call at this moment has committed; until the transaction ends nobody else does.
-- Being volatile it sees what was committed while it waited, which the statement that asks it does not.
create function has_unnamed_call_by_now(turn text, of_institute integer, of_vendor text, number text, since timestamptz)
returns boolean
language plpgsql volatile as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended(turn, 0));
  return has_unnamed_call(of_institute, of_vendor, number, since);
end
$$;

-- Each request would lock its institute's row for this, the one row that all of them share. Nothing can go wrong without:
-- a request's institute was read from its table a moment before, and institutes are not deleted.
alter table vendor_request drop constraint vendor_request_institute_id_fkey;

-- What a timeline says of a call moves with it, when the call becomes part of another.
create index timeline_in_call on timeline (institute_id, call_id) where call_id is not null and type <> 'call';

-- The sweeper's own mark: a call it woke is still the relay's to tell of new facts.
alter table call add column woken_until timestamptz;

-- Down Migration
alter table call drop column woken_until;
drop index timeline_in_call;
alter table vendor_request add foreign key (institute_id) references institute (id);
drop function has_unnamed_call_by_now;
drop function has_unnamed_call;
