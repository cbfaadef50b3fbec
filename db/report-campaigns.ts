import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { Db } from './pool.ts';
import { during, isFirstOf, isOfAll, reported, theirCalls, within, type ReportQuestion } from './report-sight.ts';

const campaignRow = z.object({
  campaign: z.string().nullable(),
  did: z.string().nullable(),
  calls: z.number(),
  uniqueCallers: z.number(),
  newLeads: z.number(),
  answered: z.number(),
  missed: z.number(),
  talkSeconds: z.number(),
  applications: z.number(),
});
/** One DID of one campaign; null: none. */
export type CampaignRow = z.infer<typeof campaignRow>;

/** What calls come to by campaign and DID: `campaign`, `did_key`, `calls`, `answered`, `missed`, `talk_seconds`. */
const callsOf = (question: ReportQuestion): FragmentSqlToken =>
  isOfAll(question)
    ? sql.fragment`
        select campaign, did_key, sum(calls) as calls, sum(answered) as answered, sum(missed) as missed,
          sum(talk_seconds) as talk_seconds
        from call_hour
        where institute_id = ${question.instituteId} and ${within(question, sql.fragment`day`)}
        group by 1, 2
      `
    : sql.fragment`
        select n.campaign, n.did_key, count(*) as calls, sum(t.success) as answered,
          sum(t.missed * (1 - t.success)) as missed, sum(t.talk_seconds) as talk_seconds
        from (${theirCalls(question)}) t
        join counted_call n on n.institute_id = ${question.instituteId} and n.call_id = t.call_id
        group by 1, 2
      `;

/** How many callers there are by campaign and DID, each once: `campaign`, `did_key`, `callers`. */
const callersOf = (question: ReportQuestion): FragmentSqlToken =>
  isOfAll(question)
    ? sql.fragment`
        select campaign, did_key, count(*) as callers
        from caller_day
        where institute_id = ${question.instituteId} and calls > 0 and ${within(question, sql.fragment`day`)}
          and ${isFirstOf(question)}
        group by 1, 2
      `
    : sql.fragment`
        select n.campaign, n.did_key, count(distinct n.caller) as callers
        from (${theirCalls(question)}) t
        join counted_call n on n.institute_id = ${question.instituteId} and n.call_id = t.call_id
        group by 1, 2
      `;

/** That a lead is one the report is about: of some counsellors those they own. */
const ofTheirs = (question: ReportQuestion): FragmentSqlToken =>
  isOfAll(question)
    ? sql.fragment`true`
    : sql.fragment`exists (
        select from lead_owner o
        where o.institute_id = l.institute_id and o.lead_id = l.id and o.counsellor_id in (${reported(question)})
      )`;

/**
 * Calls, callers, leads and applications by campaign and DID. A call counts for the campaign of its own DID, a lead and
 * its applications for its first campaign and the DID by which it came (product 7).
 */
export async function campaignRows(
  db: Db,
  question: ReportQuestion,
  timeZone: string,
): Promise<readonly CampaignRow[]> {
  const { instituteId } = question;
  return await db.any(sql.type(campaignRow)`
    with counted as (
      select campaign, did_key, calls, 0 as callers, 0 as leads, answered, missed, talk_seconds, 0 as applications
      from (${callsOf(question)}) of_calls
      union all
      select campaign, did_key, 0, callers, 0, 0, 0, 0, 0
      from (${callersOf(question)}) of_callers
      union all
      select l.campaign, l.did_key, 0, 0, count(*), 0, 0, 0, 0
      from lead l
      where l.institute_id = ${instituteId} and l.origin = 'Telephony' and l.merged_into is null
        and ${during(question, timeZone, sql.fragment`l.created_at`)} and ${ofTheirs(question)}
      group by 1, 2
      union all
      select l.campaign, l.did_key, 0, 0, 0, 0, 0, 0, count(*)
      from application a
      join lead own on own.institute_id = a.institute_id and own.id = a.lead_id
      join lead l on l.institute_id = own.institute_id and l.id = coalesce(own.merged_into, own.id)
      where a.institute_id = ${instituteId} and ${during(question, timeZone, sql.fragment`a.created_at`)}
        and ${ofTheirs(question)}
      group by 1, 2
    )
    select campaign, did_key as did, sum(calls) as calls, sum(callers) as "uniqueCallers", sum(leads) as "newLeads",
      sum(answered) as answered, sum(missed) as missed, sum(talk_seconds) as "talkSeconds",
      sum(applications) as applications
    from counted
    group by 1, 2
    having (sum(calls), sum(callers), sum(leads), sum(applications)) <> (0, 0, 0, 0)
    order by campaign nulls last, did_key nulls last
  `);
}
