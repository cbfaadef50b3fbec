import { Client, Connection } from '@temporalio/client';
import type { TemporalAccess } from '../config/temporal.ts';

/** gRPC itself would wait up to two minutes between two tries: facts would lie about long after Temporal is back. */
const LONGEST_RECONNECT_PAUSE_MS = 5000;

/** A client of our namespace that connects when it is first used: Temporal may be away, then or later. Close its `connection` when the process stops. */
export function openTemporalClient({
  connection: access,
  namespace,
}: TemporalAccess): Client & { readonly connection: Connection } {
  const channelArgs = { 'grpc.max_reconnect_backoff_ms': LONGEST_RECONNECT_PAUSE_MS };
  // The SDK's own tries again are timers that outlive `close` and then end the process; fallback and relay are ours.
  const connection = Connection.lazy({ ...access, channelArgs, interceptors: [] });
  return Object.assign(new Client({ connection, namespace }), { connection });
}
