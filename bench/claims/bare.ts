import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';
import type { Child } from '../../dev/process/child.ts';
import type { Ground } from '../ground.ts';
import { startProcess } from '../product.ts';

const noted = z.object({ call: z.string(), nth: z.number() });

/** A worker for the bare workflows, and a client that speaks to them as the API does to calls. */
export interface Bare {
  readonly client: Client;
  readonly worker: Child;
  /** Resolves when the activity after this message of the call has run. */
  readonly ran: (call: string, nth: number) => Promise<void>;
  stop(): Promise<void>;
}

/** Starts them on a namespace of their own. */
export async function startBare(ground: Ground, name: string): Promise<Bare> {
  const namespace = `bench-bare-${name}`;
  await ground.createNamespace(namespace);
  const env = {
    NODE_ENV: 'production',
    // Never connected to: the environment of a process of ours has one.
    DATABASE_URL: 'postgres://nobody@127.0.0.1/nothing',
    SECRET_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    TEMPORAL_ADDRESS: ground.temporalAddress,
    TEMPORAL_NAMESPACE: namespace,
    SHUTDOWN_GRACE_SECONDS: '2',
  };
  const worker = await startProcess(ground, 'worker', 'bench/baseline/bare-worker.ts', { env, log: `bare-${name}` });
  const connection = await Connection.connect({ address: ground.temporalAddress });
  const waiting = new Map<string, () => void>();
  worker.process.on('message', (message) => {
    const { success, data } = noted.safeParse(message);
    if (!success) return;
    const key = `${data.call} ${data.nth}`;
    waiting.get(key)?.();
    waiting.delete(key);
  });
  return {
    client: new Client({ connection, namespace }),
    worker,
    ran: async (call, nth) => await new Promise((resolve) => waiting.set(`${call} ${nth}`, resolve)),
    stop: async () => {
      await connection.close();
      await worker.stop();
    },
  };
}
