import { sql } from 'slonik';
import { z } from 'zod';
import type { Grants } from '../domain/access/grants.ts';
import type { Grant } from '../domain/access/permissions.ts';
import type { CounsellorId, InstituteId } from '../domain/ids.ts';
import { noRows } from './columns.ts';
import { grants, roleGrantsColumn, userGrantsColumn } from './permissions.ts';
import type { Db, Tx } from './pool.ts';

const roleRow = z.object({
  role: z.string(),
  /** Active users who have it. */
  users: z.number(),
  grants,
});
export type RoleRow = z.infer<typeof roleRow>;

/** The roles somebody has, something is granted to, or every institute has, by name. */
export const listRoles = async (
  db: Db,
  instituteId: InstituteId,
  { usual, after, limit }: { usual: readonly string[]; after: string | null; limit: number },
): Promise<readonly RoleRow[]> =>
  await db.any(sql.type(roleRow)`
    with known (role) as (
      select unnest(${sql.array([...usual], 'text')})
      union
      select role from role_permission where institute_id = ${instituteId}
      union
      select unnest(roles) from counsellor where institute_id = ${instituteId}
    )
    select k.role,
      (
        select count(*)::integer from counsellor c
        where c.institute_id = ${instituteId} and c.active and k.role = any (c.roles)
      ) as users,
      coalesce((
        select jsonb_agg(jsonb_build_object('permission', p.permission, 'scope', p.scope))
        from role_permission p
        where p.institute_id = ${instituteId} and p.role = k.role
      ), '[]') as grants
    from known k
    where ${after}::text is null or k.role > ${after}
    order by k.role
    limit ${limit}
  `);

const grantRow = z.object({ permission: z.string(), scope: z.string() });

export const grantsOfRole = async (db: Db, instituteId: InstituteId, role: string): Promise<readonly Grant[]> =>
  await db.any(sql.type(grantRow)`
    select permission, scope from role_permission where institute_id = ${instituteId} and role = ${role}
  `);

const pairs = (given: Grants) => sql.unnest(Object.entries(given), ['text', 'text']);

/** Puts these grants in the place of all the role had. */
export const replaceGrantsOfRole = async (
  tx: Tx,
  instituteId: InstituteId,
  role: string,
  given: Grants,
): Promise<void> => {
  await tx.query(sql.type(noRows)`delete from role_permission where institute_id = ${instituteId} and role = ${role}`);
  await tx.query(sql.type(noRows)`
    insert into role_permission (institute_id, role, permission, scope)
    select ${instituteId}::integer, ${role}, given.* from ${pairs(given)} given
  `);
};

const userRow = z.object({ own: grants, ofRoles: grants });
export type UserGrants = z.infer<typeof userRow>;

/** A user's own grants and those of their roles; null when the institute has no such user. */
export const grantsOfUser = async (db: Db, instituteId: InstituteId, id: CounsellorId): Promise<UserGrants | null> =>
  await db.maybeOne(sql.type(userRow)`
    select ${userGrantsColumn} as own, ${roleGrantsColumn} as "ofRoles"
    from counsellor c
    where c.institute_id = ${instituteId} and c.id = ${id}
  `);

/** Puts these grants in the place of all the user had of their own. */
export const replaceGrantsOfUser = async (
  tx: Tx,
  instituteId: InstituteId,
  id: CounsellorId,
  given: Grants,
): Promise<void> => {
  await tx.query(sql.type(noRows)`
    delete from user_permission where institute_id = ${instituteId} and counsellor_id = ${id}
  `);
  await tx.query(sql.type(noRows)`
    insert into user_permission (institute_id, counsellor_id, permission, scope)
    select ${instituteId}::integer, ${id}::uuid, given.* from ${pairs(given)} given
  `);
};

/** Whether anybody who can sign in may still change settings. */
export const hasAdministrator = async (db: Db, instituteId: InstituteId): Promise<boolean> =>
  await db.oneFirst(sql.type(z.object({ has: z.boolean() }))`
    select exists (
      select from counsellor c
      where c.institute_id = ${instituteId} and c.active and coalesce(
        (
          select u.scope <> 'no' from user_permission u
          where u.institute_id = c.institute_id and u.counsellor_id = c.id and u.permission = 'configure_calling'
        ),
        exists (
          select from role_permission r
          where r.institute_id = c.institute_id and r.role = any (c.roles) and r.permission = 'configure_calling'
        )
      )
    ) as has
  `);

/** Tells every API process, when the transaction commits, that what the holders of a role may do has changed. */
export const notifyAccessOfRole = async (tx: Tx, instituteId: InstituteId, role: string): Promise<void> => {
  await tx.query(sql.type(noRows)`
    select pg_notify('access', c.institute_id || ':' || c.id)::text as notified
    from counsellor c
    where c.institute_id = ${instituteId} and c.active and ${role} = any (c.roles)
  `);
};
