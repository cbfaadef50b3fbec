import { startChild, type Child } from './process/child.ts';
import { untilReady } from './process/until.ts';

export interface NodeServiceOptions {
  readonly name: string;
  /** The file to run. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
  /** How long it may take to stop, in ms: more than its own grace. */
  readonly stopWithinMs: number;
}

const startWithinMs = 60_000;

/**
 * Starts a Node process of ours and returns when it says `ready` over IPC. It stops on SIGTERM,
 * and by itself when the IPC channel breaks, which is how it notices that we are gone.
 */
export async function startNodeService(options: NodeServiceOptions): Promise<Child> {
  const child = startChild({
    name: options.name,
    command: [process.execPath, options.entry],
    env: options.env,
    logFile: options.logFile,
    deathSignal: 'TERM',
    ipc: true,
    stop: { signal: 'SIGTERM', withinMs: options.stopWithinMs },
  });
  let isReady = false;
  child.process.on('message', (message) => {
    if (message === 'ready') isReady = true;
  });
  await untilReady(
    child,
    async () => (isReady ? Promise.resolve() : Promise.reject(new Error('not yet'))),
    startWithinMs,
  );
  return child;
}
