import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { Tally } from '../domain/reports/productivity.ts';
import { counsellorId } from './columns.ts';
import type { Db } from './pool.ts';
import { isFirstOf, isOfAll, isOfOne, ofReported, within, type ReportQuestion } from './report-sight.ts';

const tallyRow = z.object({
  counsellorId: counsellorId.nullable(),
  name: z.string().nullable(),
  calls: z.number(),
  inboundSuccess: z.number(),
  inboundMissed: z.number(),
  outboundSuccess: z.number(),
  outboundMissed: z.number(),
  campaignSuccess: z.number(),
  campaignMissed: z.number(),
  talkSeconds: z.number(),
  timedSuccesses: z.number(),
  offers: z.number(),
  offersAnswered: z.number(),
  timedRings: z.number(),
  ringSeconds: z.number(),
});
const engagedRow = z.object({ counsellorId: counsellorId.nullable(), leads: z.number() });
const countRow = z.object({ count: z.number() });

/** What the calls of a counsellor come to; without counsellor, those with nobody. `calls`: how many they had a part in. */
export interface CounsellorTally extends Tally {
  readonly counsellor: { readonly id: string; readonly name: string } | null;
  readonly calls: number;
}

const sumIf = (measure: FragmentSqlToken, direction: string): FragmentSqlToken =>
  sql.fragment`coalesce(sum(${measure}) filter (where d.direction = ${direction}), 0)`;

/** The tallies of all counsellors with a part in any call of these days, by name, the unattributed last. */
export async function productivityTallies(db: Db, question: ReportQuestion): Promise<readonly CounsellorTally[]> {
  const [rows, engaged] = await Promise.all([tallyRows(db, question), engagedLeads(db, question)]);
  return rows.map(({ counsellorId: id, name, ...tally }) => ({
    ...tally,
    counsellor: id === null ? null : { id, name: name ?? '' },
    leadsEngaged: engaged.get(id) ?? 0,
  }));
}

async function tallyRows(db: Db, question: ReportQuestion): Promise<readonly z.infer<typeof tallyRow>[]> {
  return await db.any(sql.type(tallyRow)`
    select d.counsellor_id as "counsellorId", k.name, sum(d.calls) as calls,
      ${sumIf(sql.fragment`d.success`, 'inbound')} as "inboundSuccess",
      ${sumIf(sql.fragment`d.missed`, 'inbound')} as "inboundMissed",
      ${sumIf(sql.fragment`d.success`, 'outbound')} as "outboundSuccess",
      ${sumIf(sql.fragment`d.missed`, 'outbound')} as "outboundMissed",
      ${sumIf(sql.fragment`d.success`, 'campaign')} as "campaignSuccess",
      ${sumIf(sql.fragment`d.missed`, 'campaign')} as "campaignMissed",
      sum(d.talk_seconds) as "talkSeconds", sum(d.timed_successes) as "timedSuccesses", sum(d.offers) as offers,
      sum(d.offers_answered) as "offersAnswered", sum(d.timed_rings) as "timedRings", sum(d.ring_seconds) as "ringSeconds"
    from counsellor_day d
    left join counsellor k on k.institute_id = d.institute_id and k.id = d.counsellor_id
    where d.institute_id = ${question.instituteId} and ${ofReported(question, sql.fragment`d.counsellor_id`)}
      and ${within(question, sql.fragment`d.day`)}
    group by d.counsellor_id, k.name
    having sum(d.calls) <> 0
    order by lower(k.name) nulls last, d.counsellor_id
  `);
}

/** With how many leads each counsellor talked, each lead once. */
async function engagedLeads(db: Db, question: ReportQuestion): Promise<ReadonlyMap<string | null, number>> {
  const rows = await db.any(sql.type(engagedRow)`
    select counsellor_id as "counsellorId", count(*) as leads
    from engaged_day
    where institute_id = ${question.instituteId} and calls > 0 and ${within(question, sql.fragment`day`)}
      and ${isFirstOf(question)} and ${ofReported(question, sql.fragment`counsellor_id`)}
    group by 1
  `);
  return new Map(rows.map(({ counsellorId: id, leads }) => [id, leads]));
}

/** How many calls the tallies are made of, each once. */
export async function distinctCalls(
  db: Db,
  question: ReportQuestion,
  tallies: readonly CounsellorTally[],
): Promise<number> {
  // One counsellor has one part in a call at most.
  if (isOfOne(question)) return tallies.reduce((sum, { calls }) => sum + calls, 0);
  if (isOfAll(question)) {
    return await db.oneFirst(sql.type(countRow)`
      select coalesce(sum(h.calls), 0) as count
      from call_hour h
      where h.institute_id = ${question.instituteId} and ${within(question, sql.fragment`h.day`)}
    `);
  }
  // All that is asked of a row is in the index `contribution_counsellor`.
  return await db.oneFirst(sql.type(countRow)`
    select count(*) as count
    from (
      select distinct b.call_id
      from contribution b
      where b.institute_id = ${question.instituteId} and ${ofReported(question, sql.fragment`b.counsellor_id`)}
        and ${within(question, sql.fragment`b.day`)}
    ) theirs
  `);
}
