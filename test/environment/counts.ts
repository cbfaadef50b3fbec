import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const variable = 'CALLTHREAD_TEST_COUNTS';
const schema = z.object({ passed: z.number(), failed: z.number() });

/** How many tests passed and failed. */
export type Counts = z.infer<typeof schema>;

/** The file the reporter writes its counts to; null when jest was started by hand. */
export function countsFile(): string | null {
  return process.env[variable] ?? null;
}

/** The variables that make jest's reporter write to `file`. */
export function countsInto(file: string): Readonly<Record<string, string>> {
  return { [variable]: file };
}

/** What the reporter wrote; one failure when it wrote nothing, as jest then ended before its time. */
export function readCounts(file: string): Counts {
  return existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, 'utf8'))) : { passed: 0, failed: 1 };
}
