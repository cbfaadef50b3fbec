import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { CounsellorId, InstituteId } from '../domain/ids.ts';
import type { TeamSettings } from '../domain/settings/team.ts';
import { counsellorId, noRows } from './columns.ts';
import type { Db, Tx } from './pool.ts';

const teamRow = z.object({
  id: z.string(),
  name: z.string(),
  /** Users who are of it, active or not. */
  members: z.number(),
  /** Who leads it, of it or not. */
  leadIds: z.array(counsellorId),
});
export type Team = z.infer<typeof teamRow>;

const teamColumns = sql.fragment`
  t.id, t.name,
  (select count(*)::integer from counsellor c where c.institute_id = t.institute_id and c.team_id = t.id) as members,
  (select coalesce(jsonb_agg(l.counsellor_id order by l.counsellor_id), '[]')
   from team_lead l
   where l.institute_id = t.institute_id and l.team_id = t.id) as "leadIds"
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

/** Writes a team's name, and who leads it in the place of all who did. */
export const saveTeam = async (
  tx: Tx,
  instituteId: InstituteId,
  id: string,
  { name, leadIds }: TeamSettings,
): Promise<void> => {
  await tx.query(sql.type(noRows)`update team set name = ${name} where institute_id = ${instituteId} and id = ${id}`);
  await tx.query(sql.type(noRows)`delete from team_lead where institute_id = ${instituteId} and team_id = ${id}`);
  await tx.query(sql.type(noRows)`
    insert into team_lead (institute_id, team_id, counsellor_id)
    select ${instituteId}::integer, ${id}::uuid, unnest(${sql.array([...leadIds], 'uuid')})
  `);
};

/** Removes a team that nobody is of. */
export const deleteTeam = async (tx: Tx, instituteId: InstituteId, id: string): Promise<void> => {
  await tx.query(sql.type(noRows)`delete from team where institute_id = ${instituteId} and id = ${id}`);
};

/**
 * Of whom somebody is told with the scope "team", as a subquery of ids: the counsellors of their own team and of the teams
 * they lead, and themselves.
 */
export const teammatesOf = ({
  instituteId,
  counsellorId: me,
  teamId,
}: {
  instituteId: InstituteId;
  counsellorId: CounsellorId;
  teamId: string | null;
}): FragmentSqlToken => sql.fragment`
  select mate.id
  from counsellor mate
  where mate.institute_id = ${instituteId} and (
    mate.id = ${me} or mate.team_id = ${teamId}::uuid or mate.team_id in (
      select led.team_id from team_lead led where led.institute_id = ${instituteId} and led.counsellor_id = ${me}
    )
  )
`;

const memberRow = z.object({
  id: counsellorId,
  name: z.string(),
  takingCalls: z.boolean(),
  team: z.object({ id: z.string(), name: z.string() }),
});
/** A counsellor as the lead of their team sees them. */
export type TeamMember = z.infer<typeof memberRow>;

/** The active counsellors of the teams somebody leads, by name. */
export const listLedMembers = async (
  db: Db,
  { instituteId, leadId }: { instituteId: InstituteId; leadId: CounsellorId },
  { after, limit }: { after: { readonly name: string; readonly id: string } | null; limit: number },
): Promise<readonly TeamMember[]> =>
  await db.any(sql.type(memberRow)`
    select c.id, c.name, c.taking_calls as "takingCalls", jsonb_build_object('id', t.id, 'name', t.name) as team
    from team_lead l
    join team t on t.institute_id = l.institute_id and t.id = l.team_id
    join counsellor c on c.institute_id = t.institute_id and c.team_id = t.id
    where l.institute_id = ${instituteId} and l.counsellor_id = ${leadId} and c.active
      ${after === null ? sql.fragment`` : sql.fragment`and (lower(c.name), c.id) > (lower(${after.name}), ${after.id}::uuid)`}
    order by lower(c.name), c.id
    limit ${limit}
  `);

/** Whether somebody leads any team. */
export const leadsSomeTeam = async (
  db: Db,
  { instituteId, leadId }: { instituteId: InstituteId; leadId: CounsellorId },
): Promise<boolean> =>
  await db.exists(sql.type(noRows)`
    select from team_lead where institute_id = ${instituteId} and counsellor_id = ${leadId}
  `);

/** Whether somebody leads a team. */
export const leadsTeam = async (
  db: Db,
  { instituteId, leadId, teamId }: { instituteId: InstituteId; leadId: CounsellorId; teamId: string | null },
): Promise<boolean> =>
  await db.exists(sql.type(noRows)`
    select from team_lead where institute_id = ${instituteId} and team_id = ${teamId}::uuid and counsellor_id = ${leadId}
  `);
