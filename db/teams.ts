import { sql } from 'slonik';
import { z } from 'zod';
import type { InstituteId } from '../domain/ids.ts';
import { noRows } from './columns.ts';
import type { Db, Tx } from './pool.ts';

const teamRow = z.object({
  id: z.string(),
  name: z.string(),
  /** Users who are of it, active or not. */
  members: z.number(),
});
export type Team = z.infer<typeof teamRow>;

const teamColumns = sql.fragment`
  t.id, t.name,
  (select count(*)::integer from counsellor c where c.institute_id = t.institute_id and c.team_id = t.id) as members
`;

export const listTeams = async (
  db: Db,
  instituteId: InstituteId,
  { after, limit }: { after: { readonly name: string; readonly id: string } | null; limit: number },
): Promise<readonly Team[]> =>
  await db.any(sql.type(teamRow)`
    select ${teamColumns}
    from team t
    where t.institute_id = ${instituteId}
      ${after === null ? sql.fragment`` : sql.fragment`and (lower(t.name), t.id) > (lower(${after.name}), ${after.id}::uuid)`}
    order by lower(t.name), t.id
    limit ${limit}
  `);

export const findTeam = async (db: Db, instituteId: InstituteId, id: string): Promise<Team | null> =>
  await db.maybeOne(sql.type(teamRow)`
    select ${teamColumns} from team t where t.institute_id = ${instituteId} and t.id = ${id}
  `);

/** The same, locked for a change until the transaction ends; nobody joins it meanwhile. */
export const lockTeam = async (tx: Tx, instituteId: InstituteId, id: string): Promise<Team | null> => {
  await tx.query(sql.type(noRows)`select from team where institute_id = ${instituteId} and id = ${id} for update`);
  return await findTeam(tx, instituteId, id);
};

/** Adds a team. A name in use, in any case, violates `team_name`. */
export const addTeam = async (tx: Tx, instituteId: InstituteId, name: string): Promise<string> =>
  await tx.oneFirst(sql.type(z.object({ id: z.string() }))`
    insert into team (institute_id, name) values (${instituteId}, ${name}) returning id
  `);

export const renameTeam = async (tx: Tx, instituteId: InstituteId, id: string, name: string): Promise<void> => {
  await tx.query(sql.type(noRows)`update team set name = ${name} where institute_id = ${instituteId} and id = ${id}`);
};

/** Removes a team that nobody is of. */
export const deleteTeam = async (tx: Tx, instituteId: InstituteId, id: string): Promise<void> => {
  await tx.query(sql.type(noRows)`delete from team where institute_id = ${instituteId} and id = ${id}`);
};
