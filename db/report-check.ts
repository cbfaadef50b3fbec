import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { CallId, InstituteId } from '../domain/ids.ts';
import { lockedCall, lockedColumns } from './calls.ts';
import { counsellorId, epochMs } from './columns.ts';
import type { Db } from './pool.ts';
import { isTestCall } from './test-calls.ts';

const standingCall = lockedCall.extend({
  answeredAt: epochMs.nullable(),
  endedAt: epochMs.nullable(),
  ringSeconds: z.number().nullable(),
  talkSeconds: z.number().nullable(),
  recordingUrl: z.string().nullable(),
  disposition: z.string().nullable(),
  reason: z.object({ code: z.string(), text: z.string() }).nullable(),
  source: z.string(),
  settledAt: epochMs.nullable(),
  wrapUpUntil: epochMs.nullable(),
  unclaimed: z.boolean(),
  offers: z.array(
    z.object({
      factSeq: z.number().nullable(),
      counsellorId,
      at: epochMs,
      endedAt: epochMs.nullable(),
      result: z.string(),
    }),
  ),
});
/** A call's row and offers as they stand. */
export type StandingCall = z.infer<typeof standingCall>;

/**
 * Calls of an institute in the order of their ids, without those that are part of others and those whose facts were
 * forgotten.
 */
export async function standingCalls(
  db: Db,
  { instituteId, after, limit }: { instituteId: InstituteId; after: CallId | null; limit: number },
): Promise<readonly StandingCall[]> {
  return await db.any(sql.type(standingCall)`
    select ${lockedColumns}, c.answered_at as "answeredAt", c.ended_at as "endedAt", c.ring_seconds as "ringSeconds",
      c.talk_seconds as "talkSeconds", c.recording_url as "recordingUrl", c.disposition, c.reason, c.source,
      c.settled_at as "settledAt", c.wrap_up_until as "wrapUpUntil", c.unclaimed,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'factSeq', o.fact_seq, 'counsellorId', o.counsellor_id, 'at', round(extract(epoch from o.at) * 1000),
          'endedAt', round(extract(epoch from o.ended_at) * 1000), 'result', o.result
        ) order by o.position)
        from offer o
        where o.institute_id = c.institute_id and o.call_id = c.id
      ), '[]') as offers
    from call c
    where c.institute_id = ${instituteId} and c.merged_into is null and c.sealed_at is null
      and (${after}::uuid is null or c.id > ${after}::uuid)
    order by c.id
    limit ${limit}
  `);
}

const counts = z.record(z.string(), z.number());
const sumRow = z.object({
  key: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  stands: counts,
  comesTo: counts,
});
/** A sum that is not what the calls come to. */
export type WrongSum = z.infer<typeof sumRow> & { readonly table: string };

interface Sum {
  readonly table: string;
  /** What it has a row for, in what is summed too. */
  readonly keys: readonly string[];
  readonly measures: readonly string[];
  /** The rows that are summed, of all institutes. */
  readonly summed: FragmentSqlToken;
  /** The table's own rows with these measures. Default: as they are. */
  readonly standing?: FragmentSqlToken;
}

/** A day as a number, so that it can be compared like a sum; none is 0. */
const daysOf = (day: FragmentSqlToken): FragmentSqlToken => sql.fragment`coalesce(${day} - date '2000-01-01', 0)`;
const itsPrevious = daysOf(sql.fragment`previous`);

const OF_COUNSELLORS = [
  'calls',
  'success',
  'missed',
  'talk_seconds',
  'timed_successes',
  'offers',
  'offers_answered',
  'timed_rings',
  'ring_seconds',
];

/** A call that clears a missed entry `m`: a connected one that began after it, in either direction. */
const CONNECTED = sql.fragment`c.started_at > m.at and c.outcome = 'answered' and c.merged_into is null and not ${isTestCall}`;

/** Of a missed call whose number nobody knows, any more or ever, nothing tells again whether it was answered since. */
const OF_SOMEBODY = sql.fragment`student not like 'call:%'`;

/** What reports and lists read, and of what it is the sum. */
const SUMS: readonly Sum[] = [
  {
    table: 'counsellor_day',
    keys: ['day', 'counsellor_id', 'direction'],
    measures: OF_COUNSELLORS,
    summed: sql.fragment`(select *, 1 as calls from contribution)`,
  },
  {
    table: 'engaged_day',
    keys: ['day', 'counsellor_id', 'lead_id'],
    measures: ['calls', 'previous'],
    summed: sql.fragment`(
      select institute_id, day, counsellor_id, lead_id, count(*) as calls,
        ${daysOf(sql.fragment`lag(day) over (partition by institute_id, counsellor_id, lead_id order by day)`)} as previous
      from contribution
      where lead_id is not null
      group by 1, 2, 3, 4
    )`,
    // A row that came to zero is in no chain.
    standing: sql.fragment`(
      select institute_id, day, counsellor_id, lead_id, calls, ${itsPrevious} as previous from engaged_day where calls <> 0
    )`,
  },
  {
    table: 'call_hour',
    keys: ['day', 'hour', 'direction', 'vendor', 'campaign', 'did_key'],
    measures: ['calls', 'answered', 'missed', 'talk_seconds'],
    summed: sql.fragment`(select * from counted_call where calls > 0)`,
  },
  {
    table: 'caller_day',
    keys: ['day', 'campaign', 'did_key', 'caller'],
    measures: ['calls', 'previous'],
    summed: sql.fragment`(
      select institute_id, day, campaign, did_key, caller, sum(calls) as calls,
        ${daysOf(sql.fragment`lag(day) over (partition by institute_id, campaign, did_key, caller order by day)`)} as previous
      from counted_call
      where calls > 0 and caller is not null
      group by 1, 2, 3, 4, 5
    )`,
    standing: sql.fragment`(
      select institute_id, day, campaign, did_key, caller, calls, ${itsPrevious} as previous from caller_day where calls <> 0
    )`,
  },
  {
    table: 'mark_day',
    keys: ['day', 'vendor', 'mark'],
    measures: ['calls'],
    summed: sql.fragment`(select institute_id, day, vendor, mark, 1 as calls from counted_call, unnest(marks) as mark)`,
  },
  {
    table: 'lead',
    keys: ['id'],
    measures: ['call_count', 'last_call'],
    summed: sql.fragment`(
      select c.institute_id, c.lead_id as id, 1 as call_count,
        case when row_number() over (partition by c.institute_id, c.lead_id order by c.started_at desc, c.id desc) = 1
          then round(extract(epoch from c.started_at) * 1000) else 0 end as last_call
      from call c
      where c.lead_id is not null and c.outcome is not null and not c.unclaimed and c.merged_into is null
    )`,
    standing: sql.fragment`(
      select institute_id, id, call_count, coalesce(round(extract(epoch from last_call_at) * 1000), 0) as last_call from lead
    )`,
  },
  {
    table: 'missed_entry',
    keys: ['call_id', 'counsellor_id'],
    measures: ['called_back'],
    summed: sql.fragment`(
      select m.institute_id, m.call_id, m.counsellor_id, (
        exists (select from call c where c.institute_id = m.institute_id and c.lead_id = m.lead_id and ${CONNECTED})
        or exists (select from call c where c.institute_id = m.institute_id and c.number_key = m.number_key and ${CONNECTED})
      )::integer as called_back
      from (
        select *, case when student like 'lead:%' then substr(student, 6)::uuid end as lead_id,
          case when student like 'tel:%' then substr(student, 5) end as number_key
        from missed_entry
        where ${OF_SOMEBODY}
      ) m
    )`,
    standing: sql.fragment`(
      select institute_id, call_id, counsellor_id, called_back::integer as called_back from missed_entry where ${OF_SOMEBODY}
    )`,
  },
];

/** The sums of an institute that are not what the calls come to, at most `limit` of each table. One snapshot a table. */
export async function wrongSums(db: Db, instituteId: InstituteId, limit: number): Promise<readonly WrongSum[]> {
  const wrong: WrongSum[] = [];
  for (const each of SUMS) wrong.push(...(await wrongSumsOf(db, instituteId, each, limit)));
  return wrong;
}

async function wrongSumsOf(db: Db, instituteId: InstituteId, each: Sum, limit: number): Promise<readonly WrongSum[]> {
  const { table, keys, measures, summed, standing = sql.fragment`${sql.identifier([table])}` } = each;
  const column = (name: string) => sql.identifier([name]);
  const list = (names: readonly string[], of: (name: string) => FragmentSqlToken) =>
    sql.join(names.map(of), sql.fragment`, `);
  const keyColumns = list(keys, (name) => sql.fragment`${column(name)}`);
  const sums = (side: 'stands' | 'comes') =>
    list(measures, (name) => sql.fragment`${name}::text, sum(${column(name)}) filter (where side = ${side})`);
  const differs = sql.join(
    measures.map(
      (name) => sql.fragment`sum(case side when 'stands' then ${column(name)} else -${column(name)} end) <> 0`,
    ),
    sql.fragment` or `,
  );
  const side = (name: 'stands' | 'comes', rows: FragmentSqlToken) => sql.fragment`
    select ${name}::text as side, ${keyColumns}, ${list(measures, (measure) => sql.fragment`${column(measure)}`)}
    from ${rows} as given
    where institute_id = ${instituteId}
  `;
  const rows = await db.any(sql.type(sumRow)`
    select jsonb_build_object(${list(keys, (name) => sql.fragment`${name}::text, ${column(name)}`)}) as key,
      jsonb_strip_nulls(jsonb_build_object(${sums('stands')})) as stands,
      jsonb_strip_nulls(jsonb_build_object(${sums('comes')})) as "comesTo"
    from (${side('stands', standing)} union all ${side('comes', summed)}) both_sides
    group by ${keyColumns}
    having ${differs}
    order by ${keyColumns}
    limit ${limit}
  `);
  return rows.map((row) => ({ ...row, table }));
}

const idRow = z.object({ id: z.number() });

/** All institutes, by id. */
export async function instituteIds(db: Db): Promise<readonly InstituteId[]> {
  return await db.anyFirst(sql.type(idRow)`select id from institute order by id`);
}

/** Reads as of one moment until the transaction ends. */
export async function asOfOneMoment(db: Db): Promise<void> {
  await db.query(sql.type(z.object({}))`set transaction isolation level repeatable read read only`);
}
