import { sql } from 'slonik';
import { z } from 'zod';
import type { InstituteId } from '../domain/ids.ts';
import { counsellorId } from './columns.ts';
import { feedKeys, type FeedKey } from './feed-read.ts';
import type { Db } from './pool.ts';

const grant = z.object({ permission: z.string(), scope: z.string() });

const standing = z.object({
  instituteId: z.number(),
  counsellorId,
  active: z.boolean(),
  roles: z.array(z.string()),
  /** The counsellor's own grants; those of the roles come from `roleGrants`. */
  grants: z.array(grant),
});
/** What a counsellor may do now, for comparison with what a stream was opened with. */
export type Standing = z.infer<typeof standing>;

/** The counsellors that still exist among those asked for. */
export async function standings(db: Db, keys: readonly FeedKey[]): Promise<readonly Standing[]> {
  if (keys.length === 0) return [];
  return await db.any(sql.type(standing)`
    select c.institute_id as "instituteId", c.id as "counsellorId", c.active, c.roles,
      coalesce((
        select jsonb_agg(jsonb_build_object('permission', p.permission, 'scope', p.scope))
        from user_permission p
        where p.institute_id = c.institute_id and p.counsellor_id = c.id
      ), '[]') as grants
    from ${feedKeys(keys)} as wanted (institute_id, counsellor_id)
    join counsellor c on c.institute_id = wanted.institute_id and c.id = wanted.counsellor_id
  `);
}

const roleGrant = grant.extend({ instituteId: z.number(), role: z.string() });
export type RoleGrant = z.infer<typeof roleGrant>;

/** Every grant of every role of these institutes: a few dozen rows each. */
export async function roleGrants(db: Db, institutes: readonly InstituteId[]): Promise<readonly RoleGrant[]> {
  return await db.any(sql.type(roleGrant)`
    select institute_id as "instituteId", role, permission, scope
    from role_permission
    where institute_id = any(${sql.array([...institutes], 'int4')})
  `);
}

const sessionRow = z.object({ id: z.string() });

/** Which of these sessions still hold. */
export async function liveSessions(
  db: Db,
  sessions: readonly (FeedKey & { readonly sessionId: string })[],
): Promise<ReadonlySet<string>> {
  if (sessions.length === 0) return new Set();
  const wanted = sql.unnest(
    sessions.map((session) => [session.instituteId, session.counsellorId, session.sessionId]),
    ['int4', 'uuid', 'uuid'],
  );
  const ids = await db.anyFirst(sql.type(sessionRow)`
    select s.id
    from ${wanted} as wanted (institute_id, counsellor_id, id)
    join session s using (institute_id, counsellor_id, id)
    where s.expires_at > now()
  `);
  return new Set(ids);
}
