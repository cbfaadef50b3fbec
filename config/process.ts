import type { Logger } from './log.ts';

/** What a process runs: it stops in order, and once. */
export interface Service {
  stop(): Promise<void>;
}

/** Beyond the service's own grace this long, a stop that hangs ends the process. */
const HANGS_AFTER_MS = 15_000;

/**
 * Runs a service until SIGTERM, SIGINT or the end of whoever started this process (its IPC channel breaks), then stops it
 * in order and ends with 0. A start or stop that fails ends with 1. Says `ready` over IPC.
 */
export async function runService(start: () => Promise<Service>, log: Logger, graceSeconds: number): Promise<void> {
  let stopping: Promise<void> | null = null;
  let service: Service | null = null;
  const stop = (why: string): void => {
    stopping ??= end(why);
  };
  // Before anything is started: a signal meanwhile must not leave half a service behind.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
  process.on('disconnect', () => stop('the launcher is gone'));

  try {
    service = await start();
  } catch (error) {
    log.fatal({ err: error }, 'could not start');
    process.exit(1);
  }
  // A stop that came meanwhile had nothing to stop yet.
  if (stopping) await service.stop();
  else process.send?.('ready');

  async function end(why: string): Promise<void> {
    log.info({ why }, 'stopping');
    const hanging = setTimeout(() => {
      log.fatal('stopping took too long');
      process.exit(1);
    }, graceSeconds * 1000 + HANGS_AFTER_MS);
    hanging.unref();
    try {
      await service?.stop();
      log.info('stopped');
      if (service) process.exit(0);
    } catch (error) {
      log.fatal({ err: error }, 'stopping failed');
      process.exit(1);
    }
  }
}
