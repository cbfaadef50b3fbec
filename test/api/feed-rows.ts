import { sql } from 'slonik';
import { z } from 'zod';
import type { Db } from '../../db/pool.ts';
import type { CounsellorId } from '../../domain/ids.ts';

/** What a counsellor of institute 1 was told over the feed so far, in order. */
export const feedOf = async (db: Db, counsellorId: CounsellorId): Promise<readonly string[]> =>
  await db.anyFirst(sql.type(z.object({ type: z.string() }))`
    select type from feed where institute_id = 1 and counsellor_id = ${counsellorId} order by seq
  `);
