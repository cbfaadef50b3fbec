import { recordAudit } from '../../db/audit.ts';
import type { Tx } from '../../db/pool.ts';
import { addTeam, deleteTeam, lockTeam, renameTeam, type Team } from '../../db/teams.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import { changesBetween, type Fields } from '../../domain/settings/merge.ts';
import { readPut } from '../../domain/settings/put.ts';
import { teamSchema } from '../presenters/team.ts';
import { invalidRequest, notFound, Problem } from '../problem.ts';

const locked = async (tx: Tx, { instituteId }: Viewer, id: string): Promise<Team> => {
  const team = await lockTeam(tx, instituteId, id);
  if (team === null) throw notFound();
  return team;
};

/** Adds a team. Throws the constraint error of a name in use. */
export const createTeam = async (tx: Tx, viewer: Viewer, name: string): Promise<Team> => {
  const { instituteId, counsellorId: byId } = viewer;
  const id = await addTeam(tx, instituteId, name);
  await recordAudit(tx, { instituteId, byId, action: 'team.add', target: id, changes: { before: null, after: { name } } });
  return await locked(tx, viewer, id);
};

/** Changes a team by what a `PUT` says. Throws Problem, or as above. */
export const changeTeam = async (tx: Tx, viewer: Viewer, id: string, patch: Fields): Promise<Team> => {
  const { instituteId, counsellorId: byId } = viewer;
  const before = await locked(tx, viewer, id);
  const put = readPut(teamSchema, before, patch, ['id', 'members']);
  if (!put.ok) throw invalidRequest(put.errors);
  const changes = changesBetween(before, put.value);
  if (changes !== null) {
    await renameTeam(tx, instituteId, id, put.value.name);
    await recordAudit(tx, { instituteId, byId, action: 'team.change', target: id, changes });
  }
  return put.value;
};

/** Removes a team. Throws 409 `team_not_empty`: taking people out of a team changes what they may see, and is done one by one. */
export const removeTeam = async (tx: Tx, viewer: Viewer, id: string): Promise<void> => {
  const { instituteId, counsellorId: byId } = viewer;
  const { name, members } = await locked(tx, viewer, id);
  if (members > 0) throw new Problem(409, 'team_not_empty', 'There are still counsellors in this team.', { members });
  await deleteTeam(tx, instituteId, id);
  await recordAudit(tx, { instituteId, byId, action: 'team.remove', target: id, changes: { before: { name }, after: {} } });
};
