import { advance } from '../calls/advance.ts';
import { markRunEnded } from '../db/merging.ts';
import type { Pool } from '../db/pool.ts';
import type { EpochMs } from '../domain/ids.ts';
import type { CallActivities } from './contract.ts';

/** What call workflows ask of the database. */
export function callActivities({ pool, now }: { pool: Pool; now: () => EpochMs }): CallActivities {
  return {
    advance: async ({ institute: instituteId, callId }) =>
      await pool.transaction(async (tx) => {
        const advanced = await advance(tx, { instituteId, callId, now: now(), by: 'workflow' });
        if (advanced === null) await markRunEnded(tx, { instituteId, callId });
        return advanced;
      }),
  };
}
