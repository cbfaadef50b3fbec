import type { DeliverableFact } from '../../calls/delivery.ts';
import { factsOf } from '../../db/facts.ts';
import type { Pool } from '../../db/pool.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { FactOf } from '../../domain/call/facts.ts';
import type { CallId, EpochMs } from '../../domain/ids.ts';
import { Problem } from '../problem.ts';
import { ownCallForChange } from './hang-up.ts';
import { tell } from './call-for-change.ts';

export interface CallReport extends Pick<FactOf<'self_reported'>, 'outcome' | 'talkSeconds'> {
  readonly callId: CallId;
  readonly now: EpochMs;
}

/**
 * How the counsellor says that a call from their own phone went; the newest report stands, and the same said again
 * changes nothing. Throws 404 `not_found`, 403 `not_your_call`, 409 `not_app_call` for a call the vendor tells of.
 *
 * @returns what to deliver after the commit
 */
export const reportCall = async (
  db: Pool,
  viewer: Viewer,
  { callId: id, outcome, talkSeconds, now }: CallReport,
): Promise<readonly DeliverableFact[]> =>
  await db.transaction(async (tx) => {
    const { instituteId, counsellorId } = viewer;
    const call = await ownCallForChange(tx, viewer, id);
    const facts = await factsOf(tx, instituteId, call.id);
    if (facts.find((fact) => fact.kind === 'dial_requested')?.via !== 'app') {
      throw new Problem(409, 'not_app_call', 'How this call went, the telephony vendor tells.');
    }
    const last = facts.findLast((fact) => fact.kind === 'self_reported');
    if (last?.outcome === outcome && last.talkSeconds === talkSeconds) return [];
    return await tell(tx, viewer, {
      callId: call.id,
      facts: [{ kind: 'self_reported', counsellorId, outcome, talkSeconds }],
      now,
    });
  });
