import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { boundToParent } from './setpriv.ts';

export interface ChildSpec {
  /** What people call it: `postgres`, `api`. */
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** The file its output is appended to. A file and not a pipe, so that it can still speak when its parent was killed. */
  readonly logFile: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Sent by the kernel when this process dies. */
  readonly deathSignal: 'TERM' | 'INT' | 'KILL';
  /** Further options for setpriv, e.g. another user. */
  readonly privileges?: readonly string[];
  /** Whether it is a Node process that talks with us: `ready`, and our going away as `disconnect`. */
  readonly ipc?: boolean;
  /** What asks it to stop, and how long it then has, in ms, before it is killed. */
  readonly stop: { readonly signal: NodeJS.Signals; readonly withinMs: number };
}

/** How a process ended: one of the two is set. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process of ours. */
export interface Child {
  readonly name: string;
  readonly process: ChildProcess;
  readonly logFile: string;
  /** Settles when the process is gone; never rejects. A command that cannot be started ends with code 127. */
  readonly exited: Promise<Exit>;
  /** Asks it to stop, kills it when its time is over, returns when it is gone. Repeated calls are one. */
  stop(): Promise<Exit>;
}

const running = new Set<Child>();

/** The processes this one has started and which are not gone yet. */
export function runningChildren(): readonly Child[] {
  return [...running];
}

/**
 * Starts a process in a group of its own, so that a terminal's Ctrl-C reaches only us and the order of stopping is ours.
 */
export function startChild(spec: ChildSpec): Child {
  const [command, ...parameters] = boundToParent(spec.command, spec.deathSignal, spec.privileges);
  const output = openSync(spec.logFile, 'a');
  const child = spawn(command, parameters, {
    detached: true,
    env: { ...process.env, ...spec.env },
    cwd: spec.cwd ?? process.cwd(),
    stdio: spec.ipc === true ? ['ignore', output, output, 'ipc'] : ['ignore', output, output],
  });
  closeSync(output);

  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
    child.once('error', () => {
      if (child.pid === undefined) resolve({ code: 127, signal: null });
    });
  });

  let stopping: Promise<Exit> | undefined;
  const stop = async (): Promise<Exit> => {
    const alive = (): boolean => child.exitCode === null && child.signalCode === null;
    if (alive()) child.kill(spec.stop.signal);
    const timer = new AbortController();
    const overdue = sleep(spec.stop.withinMs, null, { signal: timer.signal }).catch(() => null);
    const exit = await Promise.race([exited, overdue]);
    timer.abort();
    if (exit === null) child.kill('SIGKILL');
    return exit ?? exited;
  };
  const started: Child = {
    name: spec.name,
    process: child,
    logFile: spec.logFile,
    exited,
    stop: async () => (stopping ??= stop()),
  };
  running.add(started);
  void exited.then(() => running.delete(started));
  return started;
}

/** "with code 1" or "by SIGKILL". */
export function howItEnded({ code, signal }: Exit): string {
  return signal === null ? `with code ${code ?? 'unknown'}` : `by ${signal}`;
}
