import { counsellorNames, factsWithRequests, popupsOfCall, requestsOfCall } from '../../db/call-story.ts';
import type { CallRow } from '../../db/call-rows.ts';
import type { Db } from '../../db/pool.ts';
import { explain, type Step } from './explain.ts';
import { counsellorsIn } from './fact-words.ts';

/** Reads all that is kept of a call and explains it. */
export async function explainCall(db: Db, call: CallRow): Promise<readonly Step[]> {
  const { instituteId, id, blocked, settledAt, flags } = call;
  const [requests, facts, popups] = await Promise.all([
    requestsOfCall(db, instituteId, id),
    factsWithRequests(db, instituteId, id),
    popupsOfCall(db, instituteId, id),
  ]);
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
