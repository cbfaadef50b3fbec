import { spawn } from 'node:child_process';
import { boundToParent } from './setpriv.ts';

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Further options for setpriv, e.g. another user. */
  readonly privileges?: readonly string[];
  /** The process is killed and the promise rejects after this time, in ms. */
  readonly withinMs: number;
  /** Sees each line of output as it comes. */
  readonly onLine?: (line: string) => void;
}

/** A command that did not do its work; the message ends with the last of what it said. */
export class CommandFailed extends Error {
  readonly code = 'command_failed';
}

/** Runs a command to its end, or ours, and returns what it said. Rejects with CommandFailed, its last lines in the message. */
export async function run(command: readonly [string, ...string[]], options: RunOptions): Promise<string> {
  const [name] = command;
  const [file, ...parameters] = boundToParent(command, 'TERM', options.privileges);
  const child = spawn(file, parameters, {
    env: { ...process.env, ...options.env },
    cwd: options.cwd ?? process.cwd(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Not spawn's own time-out: its timer stays behind when the command cannot be started.
  const limit = setTimeout(() => child.kill('SIGKILL'), options.withinMs);
  let said = '';
  let unfinishedLine = '';
  const hear = (chunk: Buffer): void => {
    const text = chunk.toString();
    said += text;
    const lines = (unfinishedLine + text).split('\n');
    unfinishedLine = lines.pop() ?? '';
    for (const line of lines) options.onLine?.(line);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      clearTimeout(limit);
      reject(new CommandFailed(`${name} could not be started: ${error.message}`));
    });
    child.once('close', (code, signal) => {
      clearTimeout(limit);
      if (code === 0) resolve(said);
      else {
        const how = signal === null ? `code ${code ?? 'unknown'}` : `${signal}, limit ${options.withinMs} ms`;
        reject(new CommandFailed(`${name} failed (${how}):\n${said.trim().split('\n').slice(-12).join('\n')}`));
      }
    });
  });
}
