import { existsSync, readFileSync, renameSync, statSync } from 'node:fs';

const largest = 20 * 1024 * 1024;

/** Makes room for a new run: a log file over 20 MiB becomes `<file>.1`, replacing the one before. */
export function rotate(file: string): void {
  if (existsSync(file) && statSync(file).size > largest) renameSync(file, `${file}.1`);
}

/** The end of a log file, indented, for the message of a process that failed. */
export function lastLines(file: string, count = 15): string {
  if (!existsSync(file)) return `  (${file} is empty)`;
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count);
  return [`  the end of ${file}:`, ...lines.map((line) => `  | ${line.slice(0, 400)}`)].join('\n');
}
