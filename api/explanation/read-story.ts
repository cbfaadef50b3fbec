import { counsellorNames, factsWithRequests, popupsOfCall, requestsOfCall } from '../../db/call-story.ts';
import type { CallRow } from '../../db/call-rows.ts';
import { listDispositions } from '../../db/dispositions.ts';
import type { Db } from '../../db/pool.ts';
import { explain, type Step } from './explain.ts';
import { counsellorsIn } from './fact-words.ts';

/** Reads all that is kept of a call and explains it. */
export async function explainCall(db: Db, call: CallRow): Promise<readonly Step[]> {
  const { instituteId, id, blocked, settledAt, flags } = call;
  const [requests, told, popups, dispositions] = await Promise.all([
    requestsOfCall(db, instituteId, id),
    factsWithRequests(db, instituteId, id),
    popupsOfCall(db, instituteId, id),
    listDispositions(db, instituteId),
  ]);
  const labels = new Map(dispositions.map(({ code, label }) => [code, label]));
  // In the institute's words; a code that it has no more stands for itself.
  const facts = told.map(({ fact, ...rest }) => ({
    ...rest,
    fact: fact.kind === 'disposition' ? { ...fact, code: labels.get(fact.code) ?? fact.code } : fact,
  }));
  const named = [
    ...facts.flatMap(({ fact }) => counsellorsIn(fact)),
    ...popups.map(({ counsellorId }) => counsellorId),
  ];
  const names = await counsellorNames(db, instituteId, [...new Set(named)]);
  return explain(
    { requests, facts, popups, call: { blocked, settledAt, flags } },
    (who) => names.get(who) ?? 'somebody',
  );
}
