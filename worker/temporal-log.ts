import type { LogLevel, LogMetadata, Logger as TemporalLogger } from '@temporalio/worker';
import { scrub } from '../config/log-error.ts';
import type { Logger } from '../config/log.ts';

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const satisfies Record<
  LogLevel,
  string
>;

/** What of the SDK's metadata is worth a line; it holds ids and counts only. */
const KEPT = [
  'workflowId',
  'runId',
  'activityId',
  'activityType',
  'attempt',
  'taskQueue',
  'namespace',
  'state',
  'error',
] as const;

/** The Temporal SDK's log lines in ours. */
export function temporalLog(log: Logger): TemporalLogger {
  const write = (level: LogLevel, message: string, meta: LogMetadata = {}): void => {
    const { error, ...fields }: Readonly<Record<string, unknown>> = Object.fromEntries(
      KEPT.flatMap((key) => (key in meta ? [[key, meta[key]]] : [])),
    );
    // The native part tells of its errors in words.
    const told = typeof error === 'string' ? { detail: scrub(error) } : { err: error };
    log[LEVELS[level]]({ ...fields, ...(error === undefined ? {} : told) }, message);
  };
  return {
    log: write,
    trace: (message, meta) => write('TRACE', message, meta),
    debug: (message, meta) => write('DEBUG', message, meta),
    info: (message, meta) => write('INFO', message, meta),
    warn: (message, meta) => write('WARN', message, meta),
    error: (message, meta) => write('ERROR', message, meta),
  };
}
