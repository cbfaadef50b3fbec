import { sql } from 'slonik';
import { z } from 'zod';
import type { CounsellorId, EpochMs, InstituteId } from '../domain/ids.ts';
import { epochMs, noRows } from './columns.ts';
import type { Db, Tx } from './pool.ts';

/** How a session began: by our password, or by the institution's own provider. */
export type SessionMethod = 'password' | 'oidc';

export interface NewSession {
  readonly instituteId: InstituteId;
  readonly counsellorId: CounsellorId;
  readonly tokenHash: Buffer;
  readonly now: EpochMs;
  readonly expiresAt: EpochMs;
  /** Default: password. */
  readonly method?: SessionMethod;
  /** What the browser calls itself. Default: unknown. */
  readonly userAgent?: string | null;
}

/** Begins a session, and clears away the counsellor's expired ones. */
export const addSession = async (tx: Tx, session: NewSession): Promise<void> => {
  const [now, expiresAt] = [new Date(session.now), new Date(session.expiresAt)];
  const { method = 'password', userAgent = null } = session;
  await tx.query(sql.type(noRows)`
    with expired as (
      delete from session
      where institute_id = ${session.instituteId} and counsellor_id = ${session.counsellorId} and expires_at <= ${sql.timestamp(now)}
    )
    insert into session (institute_id, counsellor_id, token_hash, created_at, expires_at, method, user_agent)
    values (${session.instituteId}, ${session.counsellorId}, ${sql.binary(session.tokenHash)},
      ${sql.timestamp(now)}, ${sql.timestamp(expiresAt)}, ${method}, ${userAgent})
  `);
};

const sessionRow = z.object({
  id: z.string(),
  createdAt: epochMs,
  expiresAt: epochMs,
  method: z.enum(['password', 'oidc']),
  userAgent: z.string().nullable(),
});
export type SessionRow = z.infer<typeof sessionRow>;

/** A counsellor's sessions that are not over, the newest first. */
export const listSessions = async (
  db: Db,
  { instituteId, counsellorId }: { instituteId: InstituteId; counsellorId: CounsellorId },
  { now, after, limit }: { now: EpochMs; after: string | null; limit: number },
): Promise<readonly SessionRow[]> =>
  // Ids are made in the order sessions begin.
  await db.any(sql.type(sessionRow)`
    select id, created_at as "createdAt", expires_at as "expiresAt", method, user_agent as "userAgent"
    from session
    where institute_id = ${instituteId} and counsellor_id = ${counsellorId} and expires_at > ${sql.timestamp(new Date(now))}
      and (${after}::uuid is null or id < ${after}::uuid)
    order by id desc
    limit ${limit}
  `);

/** Ends the session with a token, if there is one; its streams end in every API process. */
export const endSession = async (db: Db, tokenHash: Buffer): Promise<void> => {
  await db.query(sql.type(noRows)`
    with ended as (delete from session where token_hash = ${sql.binary(tokenHash)} returning id)
    select pg_notify('session', id::text)::text from ended
  `);
};

/** Ends one session of a counsellor, streams as above; false when they have none with this id. */
export const endSessionById = async (
  db: Db,
  { instituteId, counsellorId, sessionId }: { instituteId: InstituteId; counsellorId: CounsellorId; sessionId: string },
): Promise<boolean> => {
  const { rowCount } = await db.query(sql.type(noRows)`
    with ended as (
      delete from session
      where institute_id = ${instituteId} and counsellor_id = ${counsellorId} and id = ${sessionId}
      returning id
    )
    select pg_notify('session', id::text)::text from ended
  `);
  return rowCount > 0;
};

/** Ends all sessions of a counsellor, but for one that is to go on. Says how many. */
export const endSessionsOf = async (
  tx: Tx,
  {
    instituteId,
    counsellorId,
    except,
  }: { instituteId: InstituteId; counsellorId: CounsellorId; except: string | null },
): Promise<number> => {
  const { rowCount } = await tx.query(sql.type(noRows)`
    with ended as (
      delete from session
      where institute_id = ${instituteId} and counsellor_id = ${counsellorId} and id is distinct from ${except}::uuid
      returning id
    )
    select pg_notify('session', id::text)::text from ended
  `);
  return rowCount;
};
