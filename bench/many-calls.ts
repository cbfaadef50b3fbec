import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import { leadId, noRows } from '../db/columns.ts';
import type { Pool } from '../db/pool.ts';
import { demo } from '../dev/demo-data.ts';

/** Over so long the calls are spread, up to an hour ago. What a report costs goes by the calls of its own days. */
export const DAYS = Number(process.env['BENCH_DAYS'] ?? 730);
const DIDS = 20;
const CAMPAIGNS = 10;
/** Calls a statement makes: well inside the time one may take, on a busy machine too. */
const BATCH = 20_000;
/** One of so many calls made its lead. */
const CALLS_A_LEAD = 4;
const INSTITUTE = demo.institute.id;

/**
 * Fills the demo institute with the calls of two years and all that reports read of them: seven in ten come in, more than
 * half are answered, three in ten ring a second counsellor, one in twenty rings nobody. About 25 s for 100,000 calls.
 */
export async function insertManyCalls(db: Pool, counsellors: readonly string[], count: number): Promise<void> {
  const leads = await insertLeads(db, Math.max(1, Math.floor(count / CALLS_A_LEAD)));
  for (let from = 0; from < count; from += BATCH) {
    await insertBatch(db, { counsellors, leads, from, to: Math.min(from + BATCH, count), count });
  }
  await db.connect(async (connection) => {
    for (const statement of SUMS) await connection.query(sql.type(noRows)`${statement}`);
    // Not of ours, but the baseline's: nothing of the product looks for calls by their start alone.
    await connection.query(sql.type(noRows)`create index call_started on call (institute_id, started_at)`);
    // As the autovacuum leaves it after a night.
    await connection.query(sql.type(noRows)`vacuum analyze`);
  });
}

async function insertLeads(db: Pool, count: number): Promise<readonly string[]> {
  const made: string[] = [];
  for (let from = 0; from < count; from += BATCH) {
    const to = Math.min(from + BATCH, count);
    made.push(
      ...(await db.anyFirst(sql.type(z.object({ id: leadId }))`
        insert into lead (institute_id, origin, campaign, did_key, created_at)
        select ${INSTITUTE}, 'Telephony', 'Campaign ' || n % ${DIDS} % ${CAMPAIGNS}, '+9180471' || lpad((n % ${DIDS})::text, 5, '0'),
          now() - interval '1 hour' - make_interval(secs => n * ${(DAYS * 86_400) / count}::float8)
        from generate_series(${from}::integer, ${to - 1}::integer) as n
        returning id
      `)),
    );
  }
  return made;
}

interface Batch {
  readonly counsellors: readonly string[];
  readonly leads: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

async function insertBatch(db: Pool, { counsellors, leads, from, to, count }: Batch): Promise<void> {
  const one = (seed: number): FragmentSqlToken =>
    sql.fragment`(${sql.array([...counsellors], 'uuid')})[1 + (hashint4(n + ${seed}) & 65535) % ${counsellors.length}]`;
  // The leads of this batch's calls: mostly those of about that time, as students call again within days.
  const first = Math.floor((from / count) * leads.length);
  const near = leads.slice(first, first + BATCH / 2);
  await db.query(sql.type(noRows)`
    with drawn as (
      select uuidv7() as id, n, now() - interval '1 hour' - make_interval(secs => n * ${(DAYS * 86_400) / count}::float8) as at,
        ${one(0)} as first, ${one(1)} as second, (hashint4(n) & 1023) as luck, n % ${DIDS} as did,
        (${sql.array(near, 'uuid')})[1 + (hashint4(n + 7) & 1048575) % ${near.length}] as lead_id
      from generate_series(${from}::integer, ${to - 1}::integer) as n
    ),
    given as (
      select d.*, d.at at time zone ${demo.institute.timeZone} as local_at,
        case when n % 10 < 7 then 'inbound' when n % 10 < 9 then 'outbound' else 'campaign' end as direction,
        luck < 563 as answered, luck >= 973 as nobody, luck % 10 < 3 and first <> second as twice, 20 + luck % 300 as talk,
        '+9180471' || lpad(did::text, 5, '0') as did_key, 'Campaign ' || did % ${CAMPAIGNS} as campaign
      from drawn d
    ),
    rung as (
      select id, first as counsellor_id, 1 as position, answered and not twice as talked from given where not nobody
      union all
      select id, second, 2, answered from given where twice and not nobody
    ),
    calls as (
      insert into call (institute_id, id, vendor, direction, number_key, did_key, vendor_call_id, first_heard_at, last_heard_at,
        started_at, last_seq, applied_seq, delivered_seq, state, outcome, lead_id, counsellor_id, campaign, ended_at, settled_at,
        talk_seconds, wrap_up_done, closed_at)
      select ${INSTITUTE}, id, ${demo.vendor}, direction, '+919' || lpad((n::bigint * 7919 % 1000000000)::text, 9, '0'), did_key, 'many-' || n, at, at, at, 2, 2, 2, 'ended',
        case when answered then 'answered' when nobody then 'abandoned' else 'missed' end, lead_id,
        case when answered then case when twice then second else first end end, campaign, at, at,
        case when answered then talk else 0 end, true, at
      from given
    ),
    offers as (
      insert into offer (institute_id, call_id, position, counsellor_id, fact_seq, at, ended_at, result)
      select ${INSTITUTE}, r.id, r.position, r.counsellor_id, r.position, g.at, g.at, case when r.talked then 'answered' else 'missed' end
      from rung r join given g using (id)
    ),
    contributions as (
      insert into contribution (institute_id, call_id, counsellor_id, day, hour, direction, lead_id, success, missed, talk_seconds,
        timed_successes, offers, offers_answered, timed_rings, ring_seconds)
      select ${INSTITUTE}, g.id, r.counsellor_id, g.local_at::date, extract(hour from g.local_at), g.direction,
        case when r.talked then g.lead_id end, coalesce(r.talked, false)::integer, (not coalesce(r.talked, false))::integer,
        case when r.talked then g.talk else 0 end, coalesce(r.talked, false)::integer, (r.id is not null)::integer,
        coalesce(r.talked, false)::integer, (r.id is not null)::integer, 9
      from given g left join rung r using (id)
    )
    insert into counted_call (institute_id, call_id, day, hour, direction, vendor, campaign, did_key, caller, calls, answered, missed,
      talk_seconds, marks)
    select ${INSTITUTE}, id, local_at::date, extract(hour from local_at), direction, ${demo.vendor}, campaign, did_key,
      md5(lead_id::text)::uuid, 1, answered::integer, (not answered)::integer, case when answered then talk else 0 end,
      case when luck % 50 = 0 then array['popup_missing'] else '{}' end
    from given
  `);
}

/** What the calls come to, as `advance` adds it up call by call. */
const SUMS = [
  sql.fragment`
    insert into counsellor_day (institute_id, day, counsellor_id, direction, calls, success, missed, talk_seconds, timed_successes,
      offers, offers_answered, timed_rings, ring_seconds)
    select institute_id, day, counsellor_id, direction, count(*), sum(success), sum(missed), sum(talk_seconds), sum(timed_successes),
      sum(offers), sum(offers_answered), sum(timed_rings), sum(ring_seconds)
    from contribution group by 1, 2, 3, 4
  `,
  sql.fragment`
    insert into engaged_day (institute_id, day, counsellor_id, lead_id, calls, previous)
    select institute_id, day, counsellor_id, lead_id, count(*), lag(day) over (partition by counsellor_id, lead_id order by day)
    from contribution where lead_id is not null group by 1, 2, 3, 4
  `,
  sql.fragment`
    insert into call_hour (institute_id, day, hour, direction, vendor, campaign, did_key, calls, answered, missed, talk_seconds)
    select institute_id, day, hour, direction, vendor, campaign, did_key, sum(calls), sum(answered), sum(missed), sum(talk_seconds)
    from counted_call group by 1, 2, 3, 4, 5, 6, 7
  `,
  sql.fragment`
    insert into caller_day (institute_id, day, campaign, did_key, caller, calls)
    select institute_id, day, campaign, did_key, caller, sum(calls) from counted_call group by 1, 2, 3, 4, 5
  `,
  sql.fragment`
    insert into mark_day (institute_id, day, vendor, mark, calls)
    select institute_id, day, vendor, mark, count(*) from counted_call, unnest(marks) as mark group by 1, 2, 3, 4
  `,
];
