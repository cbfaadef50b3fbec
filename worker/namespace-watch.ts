import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import type { Logger } from '../config/log.ts';
import { ensureNamespace } from './namespace.ts';
import { runRounds, type Rounds } from './rounds.ts';

export interface NamespaceDeps {
  readonly connection: Connection;
  readonly namespace: string;
  readonly log: Logger;
}

const ANSWERS_WITHIN_MS = 5000;
const WAIT_PAUSE_MS = 2000;
const WATCH_PAUSE_MS = 5000;

/**
 * Waits until Temporal serves our namespace, saying so as long as it does not, and registers one that is missing.
 *
 * @throws AbortError when the process is told to stop meanwhile
 */
export async function untilNamespaceServes(deps: NamespaceDeps, stopping: AbortSignal): Promise<void> {
  for (;;) {
    stopping.throwIfAborted();
    try {
      await keepNamespace(deps);
      return;
    } catch (error) {
      deps.log.warn(
        { err: error, namespace: deps.namespace },
        'waiting for Temporal: calls are advanced without their workflows meanwhile',
      );
    }
    await sleep(WAIT_PAUSE_MS, undefined, { signal: stopping });
  }
}

/**
 * Registers the namespace again when Temporal has lost it. Workers go on polling by themselves, and the sweeper brings
 * back the calls.
 */
export function watchNamespace(deps: NamespaceDeps): Rounds {
  return runRounds({ name: 'namespace', pauseMs: WATCH_PAUSE_MS, log: deps.log }, async () => {
    await keepNamespace(deps);
    return 'done';
  });
}

async function keepNamespace({ connection, namespace, log }: NamespaceDeps): Promise<void> {
  const found = await ensureNamespace(connection, namespace, ANSWERS_WITHIN_MS);
  if (found === 'registered') log.warn({ namespace }, 'Temporal did not know the namespace: it was registered');
}
