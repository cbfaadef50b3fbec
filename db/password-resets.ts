import { sql } from 'slonik';
import { z } from 'zod';
import type { CounsellorId, EpochMs, InstituteId } from '../domain/ids.ts';
import { counsellorId, noRows } from './columns.ts';
import type { Db, Tx } from './pool.ts';

export interface NewReset {
  readonly instituteId: InstituteId;
  readonly counsellorId: CounsellorId;
  readonly tokenHash: Buffer;
  readonly expiresAt: EpochMs;
}

/** Lets a user set a password by a token; one issued to them before counts no longer. */
export const issueReset = async (tx: Tx, reset: NewReset): Promise<void> => {
  await tx.query(sql.type(noRows)`
    insert into password_reset (institute_id, counsellor_id, token_hash, expires_at)
    values (${reset.instituteId}, ${reset.counsellorId}, ${sql.binary(reset.tokenHash)}, ${sql.timestamp(new Date(reset.expiresAt))})
    on conflict (institute_id, counsellor_id) do update set token_hash = excluded.token_hash, expires_at = excluded.expires_at
  `);
};

const resetRow = z.object({ instituteId: z.number(), counsellorId, email: z.string() });
/** Whose password a token may set. */
export type Reset = z.infer<typeof resetRow>;

const standing = (tokenHash: Buffer, now: EpochMs) => sql.fragment`
  r.token_hash = ${sql.binary(tokenHash)} and r.expires_at > ${sql.timestamp(new Date(now))}
  and c.institute_id = r.institute_id and c.id = r.counsellor_id and c.active
`;

/** Whether a token may still set the password of somebody who may sign in. */
export const isResetStanding = async (db: Db, tokenHash: Buffer, now: EpochMs): Promise<boolean> =>
  await db.exists(sql.type(noRows)`select from password_reset r, counsellor c where ${standing(tokenHash, now)}`);

/** Uses a token up, and says whose it was; null when it stands no more: of two at once one gets it. */
export const useReset = async (tx: Tx, tokenHash: Buffer, now: EpochMs): Promise<Reset | null> =>
  await tx.maybeOne(sql.type(resetRow)`
    delete from password_reset r
    using counsellor c
    where ${standing(tokenHash, now)}
    returning c.institute_id as "instituteId", c.id as "counsellorId", c.email
  `);

/** Takes back whatever was issued to a user. */
export const withdrawResets = async (tx: Tx, instituteId: InstituteId, id: CounsellorId): Promise<void> => {
  await tx.query(
    sql.type(noRows)`delete from password_reset where institute_id = ${instituteId} and counsellor_id = ${id}`,
  );
};
