import { recordAudit } from '../../db/audit.ts';
import { findUnknownCounsellors } from '../../db/counsellors.ts';
import type { Tx } from '../../db/pool.ts';
import { addTeam, deleteTeam, lockTeam, renameTeam, replaceTeamLeads, type Team } from '../../db/teams.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { InstituteId } from '../../domain/ids.ts';
import { changesBetween, type Fields } from '../../domain/settings/merge.ts';
import { readPut } from '../../domain/settings/put.ts';
import { presentTeam, teamSchema } from '../presenters/team.ts';
import { invalidRequest, notFound, Problem } from '../problem.ts';

interface TeamFields {
  readonly name: string;
  readonly leadIds: readonly string[];
}

const checkLeads = async (tx: Tx, instituteId: InstituteId, leadIds: readonly string[]): Promise<void> => {
  const unknown = await findUnknownCounsellors(tx, instituteId, leadIds);
  if (unknown.length === 0) return;
  throw invalidRequest(unknown.map((id) => ({ path: `leadIds.${leadIds.indexOf(id)}`, problem: 'not a counsellor of this institute' })));
};

const locked = async (tx: Tx, { instituteId }: Viewer, id: string): Promise<Team> => {
  const team = await lockTeam(tx, instituteId, id);
  if (team === null) throw notFound();
  return team;
};

/** Adds a team. Throws Problem, or the constraint error of a name in use. */
export const createTeam = async (tx: Tx, viewer: Viewer, { name, leadIds }: TeamFields): Promise<Team> => {
  const { instituteId, counsellorId: byId } = viewer;
  await checkLeads(tx, instituteId, leadIds);
  const id = await addTeam(tx, instituteId, name);
  await replaceTeamLeads(tx, instituteId, id, leadIds);
  const changes = { before: null, after: { name, leadIds } };
  await recordAudit(tx, { instituteId, byId, action: 'team.add', target: id, changes });
  return await locked(tx, viewer, id);
};

/** Changes a team by what a `PUT` says. Throws as above. */
export const changeTeam = async (tx: Tx, viewer: Viewer, id: string, patch: Fields): Promise<Team> => {
  const { instituteId, counsellorId: byId } = viewer;
  const before = presentTeam(await locked(tx, viewer, id));
  const put = readPut(teamSchema, before, patch, ['id', 'members']);
  if (!put.ok) throw invalidRequest(put.errors);
  const changes = changesBetween(before, put.value);
  if (changes !== null) {
    await checkLeads(tx, instituteId, put.value.leadIds);
    await renameTeam(tx, instituteId, id, put.value.name);
    await replaceTeamLeads(tx, instituteId, id, put.value.leadIds);
    await recordAudit(tx, { instituteId, byId, action: 'team.change', target: id, changes });
  }
  return await locked(tx, viewer, id);
};

/** Removes a team. Throws 409 `team_not_empty`: taking people out of a team changes what they may see, and is done one by one. */
export const removeTeam = async (tx: Tx, viewer: Viewer, id: string): Promise<void> => {
  const { instituteId, counsellorId: byId } = viewer;
  const { name, leadIds, members } = await locked(tx, viewer, id);
  if (members > 0) throw new Problem(409, 'team_not_empty', 'There are still counsellors in this team.', { members });
  await deleteTeam(tx, instituteId, id);
  const changes = { before: { name, leadIds }, after: {} };
  await recordAudit(tx, { instituteId, byId, action: 'team.remove', target: id, changes });
};
