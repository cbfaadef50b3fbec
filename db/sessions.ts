import { sql } from 'slonik';
import { z } from 'zod';
import { effectivePermissions } from '../domain/access/permissions.ts';
import type { Viewer } from '../domain/access/viewer.ts';
import type { CounsellorId, EpochMs, InstituteId } from '../domain/ids.ts';
import { counsellorId, noRows } from './columns.ts';
import { grants, roleGrantsColumn, userGrantsColumn } from './permissions.ts';
import type { Db, Tx } from './pool.ts';

const viewerRow = z.object({
  instituteId: z.number(),
  counsellorId,
  sessionId: z.string(),
  roles: z.array(z.string()),
  teamId: z.string().nullable(),
  roleGrants: grants,
  userGrants: grants,
  country: z.string(),
  timeZone: z.string(),
});

const toViewer = ({ roleGrants, userGrants, ...row }: z.infer<typeof viewerRow>): Viewer => ({
  ...row,
  permissions: effectivePermissions(roleGrants, userGrants),
});

/** Who holds a session's token, with what they may do now; null when it is unknown or over, or they are no longer active. */
export const findViewerByToken = async (db: Db, tokenHash: Buffer, now: EpochMs): Promise<Viewer | null> => {
  const row = await db.maybeOne(sql.type(viewerRow)`
    select c.institute_id as "instituteId", c.id as "counsellorId", s.id as "sessionId", c.roles, c.team_id as "teamId",
      ${roleGrantsColumn} as "roleGrants", ${userGrantsColumn} as "userGrants", i.country, i.time_zone as "timeZone"
    from session s
    join counsellor c on c.institute_id = s.institute_id and c.id = s.counsellor_id
    join institute i on i.id = s.institute_id
    where c.active and s.token_hash = ${sql.binary(tokenHash)} and s.expires_at > ${sql.timestamp(new Date(now))}
  `);
  return row === null ? null : toViewer(row);
};

export interface NewSession {
  readonly instituteId: InstituteId;
  readonly counsellorId: CounsellorId;
  readonly tokenHash: Buffer;
  readonly now: EpochMs;
  readonly expiresAt: EpochMs;
}

/** Begins a session, and clears away the counsellor's expired ones. */
export const addSession = async (tx: Tx, session: NewSession): Promise<void> => {
  const [now, expiresAt] = [new Date(session.now), new Date(session.expiresAt)];
  await tx.query(sql.type(noRows)`
    with expired as (
      delete from session
      where institute_id = ${session.instituteId} and counsellor_id = ${session.counsellorId} and expires_at <= ${sql.timestamp(now)}
    )
    insert into session (institute_id, counsellor_id, token_hash, created_at, expires_at)
    values (${session.instituteId}, ${session.counsellorId}, ${sql.binary(session.tokenHash)},
      ${sql.timestamp(now)}, ${sql.timestamp(expiresAt)})
  `);
};

/** Ends the session with a token, if there is one; its streams end in every API process. */
export const endSession = async (db: Db, tokenHash: Buffer): Promise<void> => {
  await db.query(sql.type(noRows)`
    with ended as (delete from session where token_hash = ${sql.binary(tokenHash)} returning id)
    select pg_notify('session', id::text)::text from ended
  `);
};

/** Ends all sessions of a counsellor, but for one that is to go on. */
export const endSessionsOf = async (
  tx: Tx,
  { instituteId, counsellorId: counsellor, except }: { instituteId: InstituteId; counsellorId: CounsellorId; except: string | null },
): Promise<void> => {
  await tx.query(sql.type(noRows)`
    with ended as (
      delete from session
      where institute_id = ${instituteId} and counsellor_id = ${counsellor} and id is distinct from ${except}::uuid
      returning id
    )
    select pg_notify('session', id::text)::text from ended
  `);
};
