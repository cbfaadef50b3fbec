import type { DeliverableFact } from '../../calls/delivery.ts';
import { recordAudit } from '../../db/audit.ts';
import { wrapUpOf } from '../../db/pending-read.ts';
import type { Pool } from '../../db/pool.ts';
import { leadsTeam } from '../../db/teams.ts';
import { may, scopeOf, type Viewer } from '../../domain/access/viewer.ts';
import type { CallId, EpochMs } from '../../domain/ids.ts';
import { forbidden, Problem } from '../problem.ts';
import { callForChange, tell } from './call-for-change.ts';

/**
 * Ends a wrap-up that its counsellor does not finish: the call leaves the pending list and its card goes. For whoever
 * manages missed calls and sees the team's calls, of the teams they lead, or all calls, of anybody. One that is done stays
 * as it is.
 * Throws 403 `forbidden`, 404 `not_found`, 409 `no_wrap_up`.
 *
 * @returns what to deliver after the commit
 */
export const closeWrapUp = async (
  db: Pool,
  viewer: Viewer,
  { callId: id, now }: { callId: CallId; now: EpochMs },
): Promise<readonly DeliverableFact[]> => {
  const scope = scopeOf(viewer, 'call_logs');
  if (!may(viewer, 'manage_missed_calls') || (scope !== 'team' && scope !== 'all')) throw forbidden();
  return await db.transaction(async (tx) => {
    const { instituteId, counsellorId: byId } = viewer;
    const call = await callForChange(tx, viewer, id);
    const { teamId, isOwed } = await wrapUpOf(tx, instituteId, call.id);
    if (!isOwed) throw new Problem(409, 'no_wrap_up', 'This call has no wrap-up: it is still on, or nobody talked.');
    const isTheirs = call.counsellorId === byId || (await leadsTeam(tx, { instituteId, leadId: byId, teamId }));
    if (scope === 'team' && !isTheirs) throw forbidden('You do not lead the team of this counsellor.');
    if (call.wrapUpDone) return [];
    const facts = await tell(tx, viewer, { callId: call.id, facts: [{ kind: 'wrap_up_closed', byId }], now });
    const changes = { before: { wrapUp: 'open' }, after: { wrapUp: 'closed' } };
    await recordAudit(tx, { instituteId, byId, action: 'call.close_wrap_up', target: call.id, changes });
    return facts;
  });
};
