import { spawnSync } from 'node:child_process';
import { chownSync, readFileSync } from 'node:fs';
import { hasSetpriv } from '../process/setpriv.ts';

/** Who Postgres runs as. */
export interface Account {
  /** Options for setpriv that change to it; empty where we stay who we are. */
  readonly privileges: readonly string[];
  /** Gives it a file or an empty folder. */
  own(path: string): void;
}

const ourselves: Account = { privileges: [], own: () => undefined };

/**
 * Postgres refuses to run as root: as root it gets the account `postgres`, made when the machine has none, else `nobody`.
 * Anybody else runs it as themselves.
 *
 * A clone under a folder that only root may enter (a home, `mktemp -d`) is closed to that account. Then Postgres keeps one
 * capability, to read and pass where the mode forbids it. The secure bit makes access(2) honour it, by which Postgres
 * looks for its own executable.
 *
 * `program` is what it has to be able to run, `folder` what it has to be able to enter; throws with what to do when it cannot.
 */
export function postgresAccount(program: string, folder: string): Account {
  if (process.getuid?.() !== 0) return ourselves;
  if (!hasSetpriv())
    throw new Error(
      'Postgres cannot run as root, and there is no setpriv to change the user: install util-linux, run as another user, or set DATABASE_URL and TEMPORAL_ADDRESS.',
    );
  const user = findUser('postgres') ?? makeUser('postgres') ?? findUser('nobody');
  if (user === null) throw new Error('Postgres cannot run as root, and there is neither a user postgres nor nobody.');

  const change = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  const plain = [...change, '--bounding-set=-all', '--inh-caps=-all'];
  const passing = [
    ...change,
    '--bounding-set=-all,+dac_read_search',
    '--inh-caps=-all,+dac_read_search',
    '--ambient-caps=+dac_read_search',
    '--securebits=+no_setuid_fixup',
  ];
  const privileges = [plain, passing].find((candidate) => reaches(program, folder, candidate));
  if (privileges === undefined) {
    throw new Error(
      `The user that runs Postgres cannot enter ${folder}: move this folder to where every user may enter, or set DATABASE_URL and TEMPORAL_ADDRESS.`,
    );
  }
  return {
    privileges,
    own: (path) => {
      chownSync(path, user.uid, user.gid);
    },
  };
}

function reaches(program: string, folder: string, privileges: readonly string[]): boolean {
  const script = '"$0" --version && cd "$1"';
  const result = spawnSync('setpriv', [...privileges, '--', 'sh', '-c', script, program, folder], {
    cwd: '/',
    encoding: 'utf8',
  });
  // A Postgres that cannot see its own path still tells its version, but says so.
  return result.status === 0 && !result.stderr.includes('invalid binary');
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

function findUser(name: string): User | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? null : { uid: Number(uid), gid: Number(gid) };
}

function makeUser(name: string): User | null {
  const made = spawnSync('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    name,
  ]);
  return made.status === 0 ? findUser(name) : null;
}
