import { recordAudit } from '../../db/audit.ts';
import { lockCounsellor } from '../../db/counsellors.ts';
import {
  grantsOfRole,
  grantsOfUser,
  notifyAccessOfRole,
  replaceGrantsOfRole,
  replaceGrantsOfUser,
  type UserGrants,
} from '../../db/grants.ts';
import { lockInstitute } from '../../db/institutes.ts';
import { notifyAccess } from '../../db/permissions.ts';
import type { Tx } from '../../db/pool.ts';
import { changeGrants, grantsOf, type Grants, type WrittenGrants } from '../../domain/access/grants.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { CounsellorId } from '../../domain/ids.ts';
import { changesBetween } from '../../domain/settings/merge.ts';
import { invalidRequest, notFound } from '../problem.ts';
import { keepAnAdministrator } from './guard-administrator.ts';

const changed = (current: Grants, written: WrittenGrants): Grants => {
  const change = changeGrants(current, written);
  if (!change.ok) throw invalidRequest(change.errors);
  return change.grants;
};

/**
 * Changes what a role grants, from the next request of whoever has it; their streams begin anew. Throws 400, and
 * 409 `last_administrator`.
 */
export const changeGrantsOfRole = async (
  tx: Tx,
  viewer: Viewer,
  role: string,
  written: WrittenGrants,
): Promise<Grants> => {
  const { instituteId, counsellorId: byId } = viewer;
  await lockInstitute(tx, instituteId);
  const before = grantsOf(await grantsOfRole(tx, instituteId, role));
  const after = changed(before, written);
  const changes = changesBetween(before, after);
  if (changes === null) return before;
  await replaceGrantsOfRole(tx, instituteId, role, after);
  await keepAnAdministrator(tx, instituteId);
  await recordAudit(tx, { instituteId, byId, action: 'permissions.change', target: `role:${role}`, changes });
  await notifyAccessOfRole(tx, instituteId, role);
  return after;
};

/** Changes a user's own grants, as above. Throws 404 besides. */
export const changeGrantsOfUser = async (
  tx: Tx,
  viewer: Viewer,
  id: CounsellorId,
  written: WrittenGrants,
): Promise<UserGrants> => {
  const { instituteId, counsellorId: byId } = viewer;
  await lockInstitute(tx, instituteId);
  if ((await lockCounsellor(tx, instituteId, id)) === null) throw notFound();
  const stored = await grantsOfUser(tx, instituteId, id);
  if (stored === null) throw notFound();
  const before = grantsOf(stored.own);
  const after = changed(before, written);
  const changes = changesBetween(before, after);
  if (changes === null) return stored;
  await replaceGrantsOfUser(tx, instituteId, id, after);
  await keepAnAdministrator(tx, instituteId);
  await recordAudit(tx, { instituteId, byId, action: 'permissions.change', target: id, changes });
  await notifyAccess(tx, instituteId, id);
  return { ...stored, own: Object.entries(after).map(([permission, scope]) => ({ permission, scope })) };
};
