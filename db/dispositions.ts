import { sql } from 'slonik';
import { z } from 'zod';
import type { InstituteId } from '../domain/ids.ts';
import { USUAL_DISPOSITIONS, type Disposition } from '../domain/settings/dispositions.ts';
import { noRows } from './columns.ts';
import type { Db, Tx } from './pool.ts';

const row = z.object({ dispositions: z.array(z.object({ code: z.string(), label: z.string() })).nullable() });

/** The institute's dispositions in their order: its own, else the usual ones. */
export const listDispositions = async (db: Db, instituteId: InstituteId): Promise<readonly Disposition[]> => {
  const { dispositions } = await db.one(sql.type(row)`select dispositions from institute where id = ${instituteId}`);
  return dispositions ?? USUAL_DISPOSITIONS;
};

/** Makes these the institute's dispositions. Calls keep the codes they have. */
export const replaceDispositions = async (
  tx: Tx,
  instituteId: InstituteId,
  dispositions: readonly Disposition[],
): Promise<void> => {
  await tx.query(sql.type(noRows)`
    update institute set dispositions = ${JSON.stringify(dispositions)}::jsonb where id = ${instituteId}
  `);
};
