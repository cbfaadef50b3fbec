import { spawnSync } from 'node:child_process';

/** Where Linux's setpriv stands, or null where there is none: macOS, or an image without util-linux. */
let found: boolean | undefined;

export function hasSetpriv(): boolean {
  found ??= process.platform === 'linux' && spawnSync('setpriv', ['--version'], { stdio: 'ignore' }).status === 0;
  return found;
}

/**
 * The command line that runs `command` so that the kernel sends it `signal` when the process that started it dies, however
 * it dies: the one protection that also works against SIGKILL. Without setpriv the command is left as it is.
 * `privileges` are further setpriv options, e.g. a change of user, which the death signal survives.
 */
export function boundToParent(
  command: readonly [string, ...string[]],
  signal: 'TERM' | 'INT' | 'KILL',
  privileges: readonly string[] = [],
): readonly [string, ...string[]] {
  if (!hasSetpriv()) return command;
  return ['setpriv', '--pdeathsig', signal, ...privileges, '--', ...command];
}
