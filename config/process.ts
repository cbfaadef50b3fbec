import type { Logger } from './log.ts';

/** What a process runs: it stops in order, and once. */
export interface Service {
  stop(): Promise<void>;
}

/** Beyond the service's own grace this long, a stop that hangs ends the process. */
const HANGS_AFTER_MS = 15_000;

/**
 * Runs a service until SIGTERM, SIGINT or the end of whoever started this process (its IPC channel breaks), then stops it
 * in order and ends with 0. A start or stop that fails, and whatever nobody caught, ends with 1. Says `ready` over IPC.
 *
 * @param start hears by its signal that the process was told to stop while it started: it may then reject
 */
export async function runService(
  start: (stopping: AbortSignal) => Promise<Service>,
  log: Logger,
  graceSeconds: number,
): Promise<void> {
  const stopping = new AbortController();
  const { promise: told, resolve } = Promise.withResolvers<void>();
  const stop = (why: string): void => {
    if (stopping.signal.aborted) return;
    log.info({ why }, 'stopping');
    stopping.abort();
    resolve();
    setTimeout(() => end('stopping took too long'), graceSeconds * 1000 + HANGS_AFTER_MS).unref();
  };
  const end = (why: string, error?: unknown): never => {
    log.fatal({ err: error }, why);
    return process.exit(1);
  };
  // Node's own way prints the error as it is, with whatever a library hung on it.
  process.on('uncaughtException', (error) => end('nobody caught an error', error));
  // Before anything is started: a signal meanwhile must not leave half a service behind.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
  process.on('disconnect', () => stop('the launcher is gone'));

  const service = await start(stopping.signal).catch((error: unknown) => {
    if (!stopping.signal.aborted) end('could not start', error);
    log.info('stopped before it had started');
    return null;
  });
  if (!stopping.signal.aborted) process.send?.('ready');
  await told;
  await service?.stop().catch((error: unknown) => end('stopping failed', error));
  log.info('stopped');
  process.exit(0);
}
