import { destination as toStandardOutput, pino, stdTimeFunctions, type Logger } from 'pino';
import { describeError } from './log-error.ts';

export type { Logger } from 'pino';

/** Field names whose value never reaches a log, whatever object carries them. */
const secretFields = [
  'password',
  'secret',
  'secret_key',
  'secretKey',
  'token',
  'authorization',
  'cookie',
  'apiKey',
  'authenticationKey',
  'number',
  'applicant_no',
  'agent_no',
  'phone',
  'email',
  'name',
];

/** A place for log lines other than standard output; tests search what they collect here. */
export interface LogDestination {
  write(line: string): void;
}

/**
 * A process's logger: JSON lines on standard output, `process` telling which one wrote them.
 * Log ids, enums, durations and counts. The redaction below is a net for the day somebody
 * logs a whole object, two levels deep; errors go under the key `err`.
 */
export function createLog(process: string, level: string, destination?: LogDestination): Logger {
  return pino(
    {
      level,
      base: { process },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError, error: describeError },
      redact: {
        paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]).concat('headers["x-secret-key"]'),
        censor: '[redacted]',
      },
    },
    // Written at once: a process that dies must have said its last line last.
    destination ?? toStandardOutput({ fd: 1, sync: true }),
  );
}
