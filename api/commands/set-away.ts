import { recordAudit } from '../../db/audit.ts';
import { lockCounsellor, saveCounsellor, type Counsellor } from '../../db/counsellors.ts';
import type { Pool } from '../../db/pool.ts';
import { leadsTeam } from '../../db/teams.ts';
import { may, type Viewer } from '../../domain/access/viewer.ts';
import type { CounsellorId } from '../../domain/ids.ts';
import { forbidden, notFound } from '../problem.ts';

/**
 * Sets a counsellor away, or back, for those who see that nobody answers: the lead of their team, and whoever may change
 * all settings. Throws 403 `forbidden`, 404.
 */
export const setTakingCalls = async (
  db: Pool,
  viewer: Viewer,
  id: CounsellorId,
  takingCalls: boolean,
): Promise<Counsellor> =>
  await db.transaction(async (tx) => {
    const { instituteId, counsellorId: byId } = viewer;
    const counsellor = await lockCounsellor(tx, instituteId, id);
    if (counsellor === null) throw notFound();
    const isLead = await leadsTeam(tx, { instituteId, leadId: byId, teamId: counsellor.teamId });
    if (!isLead && !may(viewer, 'configure_calling')) throw forbidden('You do not lead the team of this counsellor.');
    if (counsellor.takingCalls === takingCalls) return counsellor;
    const changed = { ...counsellor, takingCalls };
    await saveCounsellor(tx, instituteId, id, changed);
    const changes = { before: { takingCalls: counsellor.takingCalls }, after: { takingCalls } };
    await recordAudit(tx, { instituteId, byId, action: 'counsellor.change', target: id, changes });
    return changed;
  });
