import { sql } from 'slonik';
import { z } from 'zod';
import type { HourOfDay } from '../domain/reports/hours.ts';
import type { Db } from './pool.ts';
import { isOfAll, theirCalls, within, type ReportQuestion } from './report-sight.ts';

const hourRow = z.object({
  day: z.string(),
  hour: z.number(),
  calls: z.number(),
  answered: z.number(),
  missed: z.number(),
});

/** Calls by day and hour, ascending. Of some counsellors, answered where one of them talked, missed where they did in vain. */
export async function callsByHour(db: Db, question: ReportQuestion): Promise<readonly HourOfDay[]> {
  if (!isOfAll(question)) {
    return await db.any(sql.type(hourRow)`
      select t.day, t.hour, count(*) as calls, sum(t.success) as answered, sum(t.missed * (1 - t.success)) as missed
      from (${theirCalls(question)}) t
      group by 1, 2
      order by 1, 2
    `);
  }
  return await db.any(sql.type(hourRow)`
    select h.day, h.hour, sum(h.calls) as calls, sum(h.answered) as answered, sum(h.missed) as missed
    from call_hour h
    where h.institute_id = ${question.instituteId} and ${within(question, sql.fragment`h.day`)}
    group by 1, 2
    having sum(h.calls) <> 0
    order by 1, 2
  `);
}
