import type { VendorTools } from './adapter.ts';
import { createHttp } from './http.ts';
import { createSessions } from './session.ts';

/**
 * What vendor clients share in one process; close `http` when it stops.
 * @param outboundAllow Hosts on internal addresses that may be reached (contract 5, `OUTBOUND_ALLOW`).
 */
export const createVendorTools = (outboundAllow: readonly string[]): VendorTools => ({
  http: createHttp({ allow: outboundAllow }),
  sessions: createSessions(),
  now: Date.now,
  gapMs: null,
});
