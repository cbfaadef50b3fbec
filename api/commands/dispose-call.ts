import type { DeliverableFact } from '../../calls/delivery.ts';
import { listDispositions } from '../../db/dispositions.ts';
import { factsOf } from '../../db/facts.ts';
import { hasNote } from '../../db/notes.ts';
import type { Pool } from '../../db/pool.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { CallId, EpochMs } from '../../domain/ids.ts';
import { invalidRequest } from '../problem.ts';
import { callForChange, tell } from './call-for-change.ts';
import { writeCallNote } from './note-call.ts';

export interface Disposing {
  readonly callId: CallId;
  readonly code: string;
  readonly note: string | undefined;
  readonly now: EpochMs;
}

/**
 * Says how a call went, with a note if there is more to say. Of whoever talked it ends the wrap-up. The same said again
 * changes nothing. Throws 404 `not_found`, and 400 for a code the institute does not have.
 *
 * @returns what to deliver after the commit
 */
export const disposeCall = async (
  db: Pool,
  viewer: Viewer,
  { callId: id, code, note, now }: Disposing,
): Promise<readonly DeliverableFact[]> =>
  await db.transaction(async (tx) => {
    const { instituteId, counsellorId } = viewer;
    const call = await callForChange(tx, viewer, id);
    const known = await listDispositions(tx, instituteId);
    if (!known.some((disposition) => disposition.code === code)) {
      throw invalidRequest([{ path: 'code', problem: 'not a disposition of this institute' }]);
    }
    const last = (await factsOf(tx, instituteId, call.id)).findLast((fact) => fact.kind === 'disposition');
    const stands = last?.code === code && last.counsellorId === counsellorId;
    const isNew =
      note !== undefined && !(await hasNote(tx, { instituteId, callId: call.id, byId: counsellorId, text: note }));
    const noted = isNew ? await writeCallNote(tx, viewer, { call, text: note, now }) : null;
    const disposed = stands
      ? []
      : await tell(tx, viewer, { callId: call.id, facts: [{ kind: 'disposition', code, counsellorId }], now });
    return [...(noted?.facts ?? []), ...disposed];
  });
