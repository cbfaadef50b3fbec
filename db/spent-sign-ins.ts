import { sql } from 'slonik';
import { FAILURE_MS } from '../domain/access/lock-out.ts';
import type { EpochMs } from '../domain/ids.ts';
import { noRows } from './columns.ts';
import type { Pool } from './pool.ts';
import { forgetFailures } from './sign-in-failures.ts';

/**
 * Forgets what no longer lets anybody in or keeps anybody out: failures that count no more, sessions and resets that are over,
 * states of providers that could not be used any more anyway. For the upkeep job; as often as one likes.
 */
export const forgetSpentSignIns = async (db: Pool, now: EpochMs): Promise<void> => {
  const at = sql.timestamp(new Date(now));
  await forgetFailures(db, now - FAILURE_MS);
  await db.query(sql.type(noRows)`delete from session where expires_at <= ${at}`);
  await db.query(sql.type(noRows)`delete from password_reset where expires_at <= ${at}`);
  await db.query(sql.type(noRows)`delete from oidc_used_state where expires_at <= ${at}`);
};
