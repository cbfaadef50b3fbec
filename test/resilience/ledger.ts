import { sql } from 'slonik';
import { z } from 'zod';
import type { Pool } from '../../db/pool.ts';
import { eventually } from '../spine/stage.ts';

const count = z.object({ count: z.number() });
const rows = z.object({}).catchall(z.unknown());

/** What must be so whatever died meanwhile: every list is empty. */
export interface Discrepancies {
  /** Facts that a call's own workflow never applied. */
  readonly undelivered: readonly unknown[];
  /** Calls that settled more or less than once. */
  readonly notSettledOnce: readonly unknown[];
  /** Cards that show although their call has ended and nobody talked. */
  readonly deadCards: readonly unknown[];
  /** Calls of a lead without exactly one entry on its timeline. */
  readonly timeline: readonly unknown[];
  /** Counsellors whose feed lacks a number, or whose head is not its last one. */
  readonly feedGaps: readonly unknown[];
  /** Day totals that are not the sum of contributions. */
  readonly totals: readonly unknown[];
  /** Contributions that are not what their call's record says. */
  readonly contributions: readonly unknown[];
}

export const NO_DISCREPANCIES: Discrepancies = {
  undelivered: [],
  notSettledOnce: [],
  deadCards: [],
  timeline: [],
  feedGaps: [],
  totals: [],
  contributions: [],
};

/** Waits until so many calls have ended and all their facts were applied by their own workflows. */
export async function untilAllSettled(db: Pool, calls: number): Promise<void> {
  await eventually(async () => {
    const settled = await db.oneFirst(sql.type(count)`
      select count(*) as count from call
      where merged_into is null and state = 'ended' and applied_seq = last_seq and delivered_seq = last_seq
    `);
    return settled >= calls ? settled : null;
  });
}

/** Waits until the workflow of every call has applied all there is. */
export async function untilDelivered(db: Pool): Promise<void> {
  await eventually(async () => {
    const behind = await db.oneFirst(sql.type(count)`
      select count(*) as count from call where applied_seq <> last_seq or delivered_seq <> last_seq
    `);
    return behind === 0 || null;
  });
}

/** Holds everything that is derived from calls against what it is derived from. */
export async function findDiscrepancies(db: Pool): Promise<Discrepancies> {
  const [undelivered, notSettledOnce, deadCards, timeline, feedGaps, totals, contributions] = await Promise.all([
    db.any(sql.type(rows)`select id, last_seq, delivered_seq from call where delivered_seq <> last_seq`),
    db.any(sql.type(rows)`
      select c.vendor_call_id, (select count(*) from fact f where f.call_id = c.id and f.kind = 'settled') as times
      from call c
      where c.merged_into is null and not c.unclaimed
        and (select count(*) from fact f where f.call_id = c.id and f.kind = 'settled') <> 1
    `),
    db.any(sql.type(rows)`
      select p.id, p.state, c.state as call_state, c.outcome
      from popup p join call c on c.id = p.call_id
      where (p.state = 'open' and c.state = 'ended') or (p.state = 'answered' and c.outcome <> 'answered')
    `),
    db.any(sql.type(rows)`
      select c.vendor_call_id, (select count(*) from timeline t where t.call_id = c.id and t.type = 'call') as entries
      from call c
      where c.lead_id is not null and c.state = 'ended'
        and (select count(*) from timeline t where t.call_id = c.id and t.type = 'call' and t.lead_id = c.lead_id) <> 1
    `),
    db.any(sql.type(rows)`
      select counsellor_id, min(seq) as first, max(seq) as last, count(*) as messages, max(head) as head
      from feed join feed_head using (institute_id, counsellor_id)
      group by counsellor_id
      having min(seq) <> 2 or max(seq) <> count(*) + 1 or max(head) <> max(seq)
    `),
    db.any(sql.type(rows)`
      select coalesce(t.day, s.day) as day, coalesce(t.counsellor_id, s.counsellor_id) as counsellor_id
      from counsellor_day t
      full join (
        select day, counsellor_id, direction, sum(success) as success, sum(missed) as missed,
          sum(talk_seconds) as talk_seconds, sum(timed_successes) as timed_successes, sum(offers) as offers,
          sum(offers_answered) as offers_answered
        from contribution
        group by day, counsellor_id, direction
      ) s on s.day = t.day and s.direction = t.direction and s.counsellor_id is not distinct from t.counsellor_id
      where (t.success, t.missed, t.talk_seconds, t.timed_successes, t.offers, t.offers_answered)
        is distinct from (s.success, s.missed, s.talk_seconds, s.timed_successes, s.offers, s.offers_answered)
        and coalesce(t.success, 0) + coalesce(t.missed, 0) + coalesce(t.offers, 0) + coalesce(s.success, 0) + coalesce(s.missed, 0) > 0
    `),
    db.any(sql.type(rows)`
      select c.vendor_call_id, c.outcome, s.success, s.missed, s.talk_seconds, s.offers
      from call c
      left join lateral (
        select coalesce(sum(success), 0) as success, coalesce(sum(missed), 0) as missed,
          coalesce(sum(talk_seconds), 0) as talk_seconds, coalesce(sum(offers), 0) as offers
        from contribution b
        where b.institute_id = c.institute_id and b.call_id = c.id
      ) s on true
      left join lateral (
        select count(*) as rung, count(distinct counsellor_id) filter (where result = 'missed') as missed
        from offer o
        where o.institute_id = c.institute_id and o.call_id = c.id
      ) o on true
      where c.merged_into is null and c.state = 'ended' and not c.unclaimed and (
        s.success <> (case when c.outcome = 'answered' then 1 else 0 end)
        or s.talk_seconds <> coalesce(c.talk_seconds, 0)
        or s.offers <> o.rung
        or s.missed <> (case when o.rung = 0 and c.outcome not in ('answered', 'unknown') then 1
          when c.outcome = 'unknown' then 0 else o.missed end)
      )
    `),
  ]);
  return { undelivered, notSettledOnce, deadCards, timeline, feedGaps, totals, contributions };
}

/** How many leads there are beside those of the demo institute's seed. */
export async function newLeads(db: Pool): Promise<number> {
  return await db.oneFirst(sql.type(count)`select count(*) as count from lead where origin = 'Telephony'`);
}
