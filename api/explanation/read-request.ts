import { counsellorNames } from '../../db/call-story.ts';
import type { Db } from '../../db/pool.ts';
import { factsOfRequest } from '../../db/request-facts.ts';
import type { RequestRow } from '../../db/requests-read.ts';
import type { InstituteId } from '../../domain/ids.ts';
import type { Step } from './explain.ts';
import { counsellorsIn, factWords } from './fact-words.ts';

/** What a vendor's request told us, as the facts that were made of it; none when it made none. */
export async function explainRequest(
  db: Db,
  instituteId: InstituteId,
  { id: requestId, callId }: RequestRow,
): Promise<readonly Step[]> {
  if (callId === null) return [];
  const facts = await factsOfRequest(db, { instituteId, callId, requestId });
  const names = await counsellorNames(db, instituteId, [...new Set(facts.flatMap(counsellorsIn))]);
  return facts.map((fact) => ({
    at: fact.receivedAt,
    ...factWords(fact, (who) => names.get(who) ?? 'somebody', false),
  }));
}
