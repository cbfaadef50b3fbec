import { sql } from 'slonik';
import { z } from 'zod';
import { hashSecret, newSessionToken } from '../../config/secrets.ts';
import { counsellorId, noRows } from '../../db/columns.ts';
import type { Pool } from '../../db/pool.ts';
import { addSession } from '../../db/sessions.ts';
import type { CounsellorId, InstituteId } from '../../domain/ids.ts';

export interface BuiltCounsellor {
  readonly id: CounsellorId;
  readonly instituteId: InstituteId;
  readonly name: string;
}

export interface CounsellorWish {
  readonly instituteId?: InstituteId;
  /** "full_numbers", "call_logs:team". */
  readonly permissions?: readonly string[];
  readonly teamId?: string | null;
  readonly active?: boolean;
}

/** A counsellor with permissions of their own. Default: institute 1, full numbers, no team. */
export async function buildCounsellor(
  db: Pool,
  name: string,
  {
    instituteId = 1,
    permissions = ['full_numbers', 'call_logs:all'],
    teamId = null,
    active = true,
  }: CounsellorWish = {},
): Promise<BuiltCounsellor> {
  if (teamId !== null) await buildTeam(db, instituteId, teamId);
  const email = `${name.toLowerCase().replaceAll(' ', '.')}.${instituteId}@build.test`;
  if (teamId !== null) {
    await db.query(sql.type(noRows)`
      insert into team (institute_id, id, name) values (${instituteId}, ${teamId}, ${`Team ${teamId}`}) on conflict do nothing
    `);
  }
  const id = await db.oneFirst(sql.type(z.object({ id: counsellorId }))`
    insert into counsellor (institute_id, name, email, team_id, active)
    values (${instituteId}, ${name}, ${email}, ${teamId}, ${active})
    returning id
  `);
  for (const granted of permissions) {
    const [permission = '', scope = 'yes'] = granted.split(':');
    await db.query(sql.type(noRows)`
      insert into user_permission (institute_id, counsellor_id, permission, scope)
      values (${instituteId}, ${id}, ${permission}, ${scope})
    `);
  }
  return { id, instituteId, name };
}

/** A team with this id, if there is none yet. */
async function buildTeam(db: Pool, instituteId: InstituteId, id: string): Promise<void> {
  await db.query(sql.type(noRows)`
    insert into team (institute_id, id, name) values (${instituteId}, ${id}, ${`Team ${id}`}) on conflict do nothing
  `);
}

/** Signs a counsellor in without a password, and gives the session's cookie. */
export async function signIn(db: Pool, { id, instituteId }: BuiltCounsellor): Promise<string> {
  const token = newSessionToken();
  const now = Date.now();
  const session = { instituteId, counsellorId: id, tokenHash: hashSecret(token), now, expiresAt: now + 3_600_000 };
  await db.transaction(async (tx) => await addSession(tx, session));
  return `callthread_session=${token}`;
}
