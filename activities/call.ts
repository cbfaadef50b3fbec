import { advance } from '../calls/advance.ts';
import type { Pool } from '../db/pool.ts';
import type { EpochMs } from '../domain/ids.ts';
import type { CallActivities } from './contract.ts';

/** What call workflows ask of the database. */
export function callActivities({ pool, now }: { pool: Pool; now: () => EpochMs }): CallActivities {
  return {
    advance: async ({ institute, callId }) =>
      await pool.transaction(
        async (tx) => await advance(tx, { instituteId: institute, callId, now: now(), by: 'workflow' }),
      ),
  };
}
