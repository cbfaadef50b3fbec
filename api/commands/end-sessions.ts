import { recordAudit } from '../../db/audit.ts';
import { findCounsellor } from '../../db/counsellors.ts';
import type { Pool } from '../../db/pool.ts';
import { endSessionById, endSessionsOf } from '../../db/sessions.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { CounsellorId } from '../../domain/ids.ts';
import { notFound } from '../problem.ts';

/** Signs a user out everywhere. Throws 404. */
export const endAllSessions = async (
  db: Pool,
  { instituteId, counsellorId: byId }: Viewer,
  id: CounsellorId,
): Promise<void> => {
  await db.transaction(async (tx) => {
    if ((await findCounsellor(tx, instituteId, id)) === null) throw notFound();
    const sessions = await endSessionsOf(tx, { instituteId, counsellorId: id, except: null });
    if (sessions === 0) return;
    const changes = { before: { sessions }, after: { sessions: 0 } };
    await recordAudit(tx, { instituteId, byId, action: 'counsellor.end_sessions', target: id, changes });
  });
};

/** Ends one session of a user. Throws 404 when they have none with this id. */
export const endOneSession = async (
  db: Pool,
  { instituteId, counsellorId: byId }: Viewer,
  id: CounsellorId,
  session: string,
): Promise<void> => {
  await db.transaction(async (tx) => {
    if (!(await endSessionById(tx, { instituteId, counsellorId: id, sessionId: session }))) throw notFound();
    const changes = { before: { session }, after: {} };
    await recordAudit(tx, { instituteId, byId, action: 'counsellor.end_session', target: id, changes });
  });
};
