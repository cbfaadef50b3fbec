import { recordAudit } from '../../db/audit.ts';
import { findUnknownCounsellors } from '../../db/counsellors.ts';
import { notifyAccess } from '../../db/permissions.ts';
import type { Tx } from '../../db/pool.ts';
import { addTeam, deleteTeam, lockTeam, saveTeam, type Team } from '../../db/teams.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { CounsellorId } from '../../domain/ids.ts';
import { changesBetween, type Fields } from '../../domain/settings/merge.ts';
import { readPut } from '../../domain/settings/put.ts';
import type { TeamSettings } from '../../domain/settings/team.ts';
import { teamSchema } from '../presenters/team.ts';
import { invalidRequest, notFound, Problem } from '../problem.ts';

const locked = async (tx: Tx, { instituteId }: Viewer, id: string): Promise<Team> => {
  const team = await lockTeam(tx, instituteId, id);
  if (team === null) throw notFound();
  return team;
};

const checkLeads = async (tx: Tx, { instituteId }: Viewer, { leadIds }: TeamSettings): Promise<void> => {
  const unknown = await findUnknownCounsellors(tx, instituteId, leadIds);
  if (unknown.length === 0) return;
  throw invalidRequest(
    unknown.map((id) => ({ path: `leadIds.${leadIds.indexOf(id)}`, problem: 'not a counsellor of this institute' })),
  );
};

/** Who begins or ceases to lead sees other calls from now on. */
const notifyLeads = async (
  tx: Tx,
  { instituteId }: Viewer,
  before: readonly CounsellorId[],
  after: readonly CounsellorId[],
): Promise<void> => {
  const moved = [...before.filter((id) => !after.includes(id)), ...after.filter((id) => !before.includes(id))];
  for (const id of moved) await notifyAccess(tx, instituteId, id);
};

/** Adds a team. Throws the constraint error of a name in use, and 400. */
export const createTeam = async (tx: Tx, viewer: Viewer, settings: TeamSettings): Promise<Team> => {
  const { instituteId, counsellorId: byId } = viewer;
  await checkLeads(tx, viewer, settings);
  const id = await addTeam(tx, instituteId, settings.name);
  await saveTeam(tx, instituteId, id, settings);
  await recordAudit(tx, {
    instituteId,
    byId,
    action: 'team.add',
    target: id,
    changes: { before: null, after: settings },
  });
  const team = await locked(tx, viewer, id);
  await notifyLeads(tx, viewer, [], team.leadIds);
  return team;
};

/** Changes a team by what a `PUT` says. Throws Problem, or as above. */
export const changeTeam = async (tx: Tx, viewer: Viewer, id: string, patch: Fields): Promise<Team> => {
  const { instituteId, counsellorId: byId } = viewer;
  const before = await locked(tx, viewer, id);
  const put = readPut(teamSchema, before, patch, ['id', 'members']);
  if (!put.ok) throw invalidRequest(put.errors);
  const changes = changesBetween(before, put.value);
  if (changes === null) return before;
  await checkLeads(tx, viewer, put.value);
  await saveTeam(tx, instituteId, id, put.value);
  await recordAudit(tx, { instituteId, byId, action: 'team.change', target: id, changes });
  const after = await locked(tx, viewer, id);
  await notifyLeads(tx, viewer, before.leadIds, after.leadIds);
  return after;
};

/** Removes a team. Throws 409 `team_not_empty`: taking people out of a team changes what they may see, and is done one by one. */
export const removeTeam = async (tx: Tx, viewer: Viewer, id: string): Promise<void> => {
  const { instituteId, counsellorId: byId } = viewer;
  const { name, members, leadIds } = await locked(tx, viewer, id);
  if (members > 0) throw new Problem(409, 'team_not_empty', 'There are still counsellors in this team.', { members });
  await deleteTeam(tx, instituteId, id);
  await recordAudit(tx, {
    instituteId,
    byId,
    action: 'team.remove',
    target: id,
    changes: { before: { name, leadIds }, after: {} },
  });
  await notifyLeads(tx, viewer, leadIds, []);
};
