import { hasAdministrator } from '../../db/grants.ts';
import type { Tx } from '../../db/pool.ts';
import type { InstituteId } from '../../domain/ids.ts';
import { Problem } from '../problem.ts';

/**
 * Refuses a change after which nobody active may configure calling: nobody could ever undo it. Call it after the
 * change, under the institute's lock, so that two who take it from each other don't both succeed. Throws 409.
 */
export const keepAnAdministrator = async (tx: Tx, instituteId: InstituteId): Promise<void> => {
  if (await hasAdministrator(tx, instituteId)) return;
  throw new Problem(
    409,
    'last_administrator',
    'Nobody would be left who may configure calling. Grant it to somebody else first.',
  );
};
