import { readFileSync } from 'node:fs';
import type { Child } from '../dev/process/child.ts';

/** How often a process has said this in its log. */
export function logged({ logFile }: Child, message: string): number {
  return readFileSync(logFile, 'utf8').split(`"msg":"${message}"`).length - 1;
}
