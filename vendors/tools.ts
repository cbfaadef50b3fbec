import type { VendorTools } from './adapter.ts';
import { createHttp } from './http.ts';
import { createSessions } from './session.ts';
import type { Turns } from './turns.ts';

/**
 * What vendor clients share in one process; close `http` when it stops.
 * @param outboundAllow Hosts on internal addresses that may be reached (contract 5, `OUTBOUND_ALLOW`).
 * @param turns How the processes share accounts' limits; absent: this one is the only one that asks.
 */
export const createVendorTools = (outboundAllow: readonly string[], turns?: Turns): VendorTools => ({
  http: createHttp({ allow: outboundAllow }),
  sessions: createSessions(),
  now: Date.now,
  ...(turns && { turns }),
  gapMs: null,
});
