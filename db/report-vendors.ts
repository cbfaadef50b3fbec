import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { Db } from './pool.ts';
import { during, isOfAll, theirCalls, within, type ReportQuestion } from './report-sight.ts';
import { isTestCall } from './test-calls.ts';

const callsRow = z.object({ vendor: z.string(), calls: z.number() });
const markRow = z.object({ vendor: z.string(), mark: z.string(), calls: z.number() });

/** Calls of each vendor, by its slug. */
export async function callsByVendor(db: Db, question: ReportQuestion): Promise<readonly z.infer<typeof callsRow>[]> {
  const { instituteId } = question;
  const counted = isOfAll(question)
    ? sql.fragment`
        select vendor, sum(calls) as calls from call_hour
        where institute_id = ${instituteId} and ${within(question, sql.fragment`day`)}
        group by 1
      `
    : sql.fragment`select n.vendor, count(*) as calls from ${theirCounted(question)} group by 1`;
  return await db.any(sql.type(callsRow)`select vendor, calls from (${counted}) each where calls <> 0 order by 1`);
}

/** On how many calls of each vendor a mark (domain/reports/marks) was found. */
export async function marksByVendor(db: Db, question: ReportQuestion): Promise<readonly z.infer<typeof markRow>[]> {
  const { instituteId } = question;
  const counted = isOfAll(question)
    ? sql.fragment`
        select vendor, mark, sum(calls) as calls from mark_day
        where institute_id = ${instituteId} and ${within(question, sql.fragment`day`)}
        group by 1, 2
      `
    : sql.fragment`
        select n.vendor, mark, count(*) as calls from ${theirCounted(question)} cross join unnest(n.marks) as mark group by 1, 2
      `;
  return await db.any(
    sql.type(markRow)`select vendor, mark, calls from (${counted}) each where calls <> 0 order by 1, 2`,
  );
}

/** Requests of each vendor that said nothing new, as far as raw requests are kept. */
export async function repeatsByVendor(
  db: Db,
  question: ReportQuestion,
  timeZone: string,
): Promise<readonly z.infer<typeof callsRow>[]> {
  return await db.any(sql.type(callsRow)`
    select r.vendor, count(*) as calls
    from vendor_request r
    where r.institute_id = ${question.instituteId} and r.repeat_of is not null
      and not exists (
        select from call c where c.institute_id = r.institute_id and c.id = r.call_id and ${isTestCall}
      )
      and ${during(question, timeZone, sql.fragment`r.received_at`)}
      and ${isOfAll(question) ? sql.fragment`true` : sql.fragment`r.call_id in (select t.call_id from (${theirCalls({ ...question, from: null, to: null })}) t)`}
    group by 1
    order by 1
  `);
}

/** The counted calls `n` that these counsellors have a part in. */
const theirCounted = (question: ReportQuestion): FragmentSqlToken => sql.fragment`
  (${theirCalls(question)}) t
  join counted_call n on n.institute_id = ${question.instituteId} and n.call_id = t.call_id
`;
