import { rmSync } from 'node:fs';
import type { Child } from '../../dev/process/child.ts';

interface Started {
  readonly folder: string;
  readonly child: Child;
  readonly signal: NodeJS.Signals;
}

// Set-up and teardown are loaded apart from each other: what they share hangs on the global object.
declare global {
  // oxlint-disable-next-line no-var
  var callthreadTestStarted: Started[] | undefined;
}

/** Has a process ended by `signal`, and the run's folder removed, when the run ends. */
export function atTeardown(folder: string, child: Child, signal: NodeJS.Signals): void {
  (globalThis.callthreadTestStarted ??= []).push({ folder, child, signal });
}

/** Ends the processes in the order they were noted, then removes their folders. */
export async function tearDownAll(): Promise<void> {
  const started = globalThis.callthreadTestStarted ?? [];
  for (const { child, signal } of started) {
    child.process.kill(signal);
    await child.exited;
  }
  for (const { folder } of started) rmSync(folder, { recursive: true, force: true });
}
