import type { Logger } from '../config/log.ts';
import type { Pool } from '../db/pool.ts';
import { takeVendorTurn } from '../db/vendor-turns.ts';
import type { Turns } from '../vendors/turns.ts';

/** Turns that all processes at one database take of one another. While it is away each keeps to its own. */
export const sharedTurns = ({ pool, log }: { readonly pool: Pool; readonly log: Logger }): Turns => ({
  take: async (line, limits) => {
    try {
      return await takeVendorTurn(pool, { ...line, ...limits });
    } catch (error) {
      log.warn({ err: error, institute: line.instituteId, vendor: line.vendor }, 'a vendor’s turn could not be shared');
      return 0;
    }
  },
});
