import { randomBytes } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import type { TemporalAccess } from '../../config/temporal.ts';
import { ensureNamespace } from '../../worker/namespace.ts';
import { runningStack } from './running-stack.ts';

/**
 * A Temporal namespace of one's own, with the search attributes, on the run's server: about 30 ms.
 * It ends with the run. `address` names another server, e.g. one of createTestTemporal.
 */
export async function createTestNamespace(address = runningStack().temporalAddress): Promise<TemporalAccess> {
  const namespace = `test-${randomBytes(6).toString('hex')}`;
  const connection = await Connection.connect({ address });
  try {
    // Before anybody asks for it: a server that had to deny a namespace goes on denying it for a second.
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs('7 days'),
    });
    await ensureNamespace(connection, namespace);
  } finally {
    await connection.close();
  }
  return { connection: { address, grpcCompression: { codec: 'none' } }, namespace };
}
