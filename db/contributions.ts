import { sql } from 'slonik';
import { z } from 'zod';
import type { CallId, CounsellorId, InstituteId, LeadId } from '../domain/ids.ts';
import type { ContributionRow } from './calls.ts';
import { noRows } from './columns.ts';
import type { Tx } from './pool.ts';

/** What is added to one day's row of one counsellor (null: unattributed) and direction; may be negative. */
export type DayTotal = Omit<ContributionRow, 'hour' | 'leadId'> & { readonly calls: number };

/** How many more calls of a day a counsellor talked on with a lead; may be negative. */
export interface EngagedTotal {
  readonly day: string;
  readonly counsellorId: CounsellorId | null;
  readonly leadId: LeadId;
  readonly calls: number;
}

/** What a call adds to the reports of counsellors now, and what that changes of their sums. */
export interface Contributed {
  readonly instituteId: InstituteId;
  readonly callId: CallId;
  readonly rows: readonly ContributionRow[];
  readonly days: readonly DayTotal[];
  readonly engaged: readonly EngagedTotal[];
}

const chainedRow = z.object({ chained: z.boolean() });

/**
 * Makes these the call's contributions, and adds to the sums in the orders given, which the caller makes ascending: they
 * are the lock order. One statement, so that everybody locks the tables in the same order too;
 * another where a (day, lead) row came or went beside others. The leads are locked.
 */
export async function writeContributed(
  tx: Tx,
  { instituteId, callId, rows, days, engaged }: Contributed,
): Promise<void> {
  const contributed = sql.unnest(
    rows.map((row) => [
      row.counsellorId,
      row.day,
      row.hour,
      row.direction,
      row.leadId,
      row.success,
      row.missed,
      row.talkSeconds,
      row.timedSuccesses,
      row.offers,
      row.offersAnswered,
      row.timedRings,
      row.ringSeconds,
    ]),
    ['uuid', 'date', 'int4', 'text', 'uuid', 'int4', 'int4', 'int4', 'int4', 'int4', 'int4', 'int4', 'int4'],
  );
  const ofDays = sql.unnest(
    days.map((total) => [
      total.counsellorId,
      total.day,
      total.direction,
      total.calls,
      total.success,
      total.missed,
      total.talkSeconds,
      total.timedSuccesses,
      total.offers,
      total.offersAnswered,
      total.timedRings,
      total.ringSeconds,
    ]),
    ['uuid', 'date', 'text', 'int4', 'int4', 'int4', 'int4', 'int4', 'int4', 'int4', 'int4', 'int4'],
  );
  const ofEngaged = sql.unnest(
    engaged.map(({ day, counsellorId, leadId, calls }) => [day, counsellorId, leadId, calls]),
    ['date', 'uuid', 'uuid', 'int4'],
  );
  const counsellors = sql.array(
    rows.map((row) => row.counsellorId),
    'uuid',
  );
  const chained = await tx.anyFirst(sql.type(chainedRow)`
    with gone as (
      delete from contribution
      where institute_id = ${instituteId} and call_id = ${callId} and not exists (
        select from unnest(${counsellors}) as kept (id) where kept.id is not distinct from contribution.counsellor_id
      )
    ),
    contributed as (
      insert into contribution (institute_id, call_id, counsellor_id, day, hour, direction, lead_id, success, missed,
        talk_seconds, timed_successes, offers, offers_answered, timed_rings, ring_seconds)
      select ${instituteId}::integer, ${callId}::uuid, given.*
      from ${contributed} as given (counsellor_id, day, hour, direction, lead_id, success, missed,
        talk_seconds, timed_successes, offers, offers_answered, timed_rings, ring_seconds)
      on conflict (institute_id, call_id, counsellor_id) do update
      set day = excluded.day, hour = excluded.hour, direction = excluded.direction, lead_id = excluded.lead_id,
        success = excluded.success, missed = excluded.missed, talk_seconds = excluded.talk_seconds,
        timed_successes = excluded.timed_successes, offers = excluded.offers, offers_answered = excluded.offers_answered,
        timed_rings = excluded.timed_rings, ring_seconds = excluded.ring_seconds
    ),
    of_days as (
      insert into counsellor_day as standing (institute_id, counsellor_id, day, direction, calls, success, missed,
        talk_seconds, timed_successes, offers, offers_answered, timed_rings, ring_seconds)
      select ${instituteId}::integer, given.*
      from ${ofDays} as given (counsellor_id, day, direction, calls, success, missed,
        talk_seconds, timed_successes, offers, offers_answered, timed_rings, ring_seconds)
      on conflict (institute_id, day, counsellor_id, direction) do update
      set calls = standing.calls + excluded.calls, success = standing.success + excluded.success,
        missed = standing.missed + excluded.missed, talk_seconds = standing.talk_seconds + excluded.talk_seconds,
        timed_successes = standing.timed_successes + excluded.timed_successes,
        offers = standing.offers + excluded.offers, offers_answered = standing.offers_answered + excluded.offers_answered,
        timed_rings = standing.timed_rings + excluded.timed_rings, ring_seconds = standing.ring_seconds + excluded.ring_seconds
    )
    insert into engaged_day as standing (institute_id, day, counsellor_id, lead_id, calls)
    select ${instituteId}::integer, given.*
    from ${ofEngaged} as given (day, counsellor_id, lead_id, calls)
    on conflict (institute_id, lead_id, counsellor_id, day) do update set calls = standing.calls + excluded.calls
    returning (coalesce(old.calls, 0) > 0) <> (new.calls > 0) and exists (
      select from engaged_day other
      where other.institute_id = new.institute_id and other.lead_id = new.lead_id
        and other.counsellor_id is not distinct from new.counsellor_id and other.day <> new.day
    ) as chained
  `);
  if (chained.includes(true)) await chainEngaged(tx, instituteId, [...new Set(engaged.map(({ leadId }) => leadId))]);
}

/** Tells each (day, lead) row of these leads which one is before it. Rows that count for nothing are in no chain. */
async function chainEngaged(tx: Tx, instituteId: InstituteId, leadIds: readonly LeadId[]): Promise<void> {
  await tx.query(sql.type(noRows)`
    update engaged_day e
    set previous = chain.previous
    from (
      select lead_id, counsellor_id, day, lag(day) over (partition by lead_id, counsellor_id order by day) as previous
      from engaged_day
      where institute_id = ${instituteId} and lead_id = any(${sql.array([...leadIds], 'uuid')}) and calls > 0
    ) chain
    where e.institute_id = ${instituteId} and e.lead_id = chain.lead_id and e.day = chain.day
      and e.counsellor_id is not distinct from chain.counsellor_id and e.previous is distinct from chain.previous
  `);
}

/**
 * Makes the calls of one lead the other's in what reports count, when the one becomes part of the other. Both leads are
 * locked, and the calls still name the first.
 */
export async function moveEngaged(
  tx: Tx,
  { instituteId, from, into }: { instituteId: InstituteId; from: LeadId; into: LeadId },
): Promise<void> {
  await tx.query(sql.type(noRows)`
    with moved as (
      update contribution b set lead_id = ${into}
      from call c
      where c.institute_id = ${instituteId} and c.lead_id = ${from}
        and b.institute_id = c.institute_id and b.call_id = c.id and b.lead_id = ${from}
      returning b.day, b.counsellor_id
    ),
    counted as (
      select day, counsellor_id, count(*)::integer as calls from moved group by 1, 2
    )
    insert into engaged_day as standing (institute_id, day, counsellor_id, lead_id, calls)
    select ${instituteId}::integer, c.day, c.counsellor_id, change.lead_id, c.calls * change.sign
    from counted c, (values (${from}::uuid, -1), (${into}::uuid, 1)) as change (lead_id, sign)
    order by c.day, c.counsellor_id nulls first, change.lead_id
    on conflict (institute_id, lead_id, counsellor_id, day) do update set calls = standing.calls + excluded.calls
  `);
  await chainEngaged(tx, instituteId, [from, into]);
}
