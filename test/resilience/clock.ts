import { sql } from 'slonik';
import { noRows } from '../../db/columns.ts';
import type { Pool } from '../../db/pool.ts';

/** Lets so many seconds pass for every call: whatever was noted of it lies that much further back. */
export async function letPass(db: Pool, seconds: number): Promise<void> {
  const earlier = sql.interval({ seconds });
  await db.transaction(async (tx) => {
    await tx.query(sql.type(noRows)`update fact set received_at = received_at - ${earlier}`);
    await tx.query(
      sql.type(noRows)`update popup set opened_at = opened_at - ${earlier}, closed_at = closed_at - ${earlier}`,
    );
    await tx.query(sql.type(noRows)`
      update call
      set first_heard_at = first_heard_at - ${earlier}, last_heard_at = last_heard_at - ${earlier},
        started_at = started_at - ${earlier}, ended_at = ended_at - ${earlier}, settled_at = settled_at - ${earlier},
        wrap_up_until = wrap_up_until - ${earlier}, wake_at = wake_at - ${earlier}, closed_at = closed_at - ${earlier},
        claimed_until = claimed_until - ${earlier}, woken_until = woken_until - ${earlier}
    `);
  });
}
