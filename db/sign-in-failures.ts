import { sql } from 'slonik';
import { z } from 'zod';
import type { EpochMs } from '../domain/ids.ts';
import { noRows } from './columns.ts';
import type { Db, Tx } from './pool.ts';

/** Takes turns with every other sign-in for this address, in all processes, until the transaction ends. */
export const lockAddress = async (tx: Tx, email: string): Promise<void> => {
  await tx.query(sql.type(noRows)`select pg_advisory_xact_lock(hashtextextended(${`sign-in:${email}`}, 0))::text`);
};

const failureRow = z.object({ at: z.number() });

/** The times of an address's newest failures after `since`, newest first, at most `limit`. */
export const findRecentFailures = async (
  db: Db,
  { email, since, limit }: { email: string; since: EpochMs; limit: number },
): Promise<readonly EpochMs[]> =>
  (
    await db.any(sql.type(failureRow)`
    select at from sign_in_failure
    where email = ${email} and at > ${sql.timestamp(new Date(since))}
    order by at desc
    limit ${limit}
  `)
  ).map(({ at }) => at);

/** Notes a failure, and forgets those of the address that no longer count. */
export const addFailure = async (
  tx: Tx,
  { email, now, forgetBefore }: { email: string; now: EpochMs; forgetBefore: EpochMs },
): Promise<void> => {
  await tx.query(sql.type(noRows)`
    with forgotten as (
      delete from sign_in_failure where email = ${email} and at <= ${sql.timestamp(new Date(forgetBefore))}
    )
    insert into sign_in_failure (email, at) values (${email}, ${sql.timestamp(new Date(now))})
  `);
};

/** Forgets the failures of an address: its password is a new one. */
export const forgetFailuresOf = async (tx: Tx, email: string): Promise<void> => {
  await tx.query(sql.type(noRows)`delete from sign_in_failure where email = ${email}`);
};

/** Forgets all failures up to a time, of addresses nobody tried again too. */
export const forgetFailures = async (db: Db, upTo: EpochMs): Promise<void> => {
  await db.query(sql.type(noRows)`delete from sign_in_failure where at <= ${sql.timestamp(new Date(upTo))}`);
};
