import { run } from '../process/run.ts';
import { areBuilt, binariesIn, type TemporalBinaries } from './binaries.ts';
import { buildTemporal, hasGo } from './build.ts';

/** Where this machine's Temporal comes from. */
export type TemporalSource =
  /** Somebody else's server. */
  | { readonly kind: 'address'; readonly address: string }
  /** The `temporal` command, whose development server keeps its data in a SQLite file. */
  | { readonly kind: 'command'; readonly executable: string }
  /** Our own build, the versions of production, on Postgres. */
  | { readonly kind: 'built'; readonly binaries: TemporalBinaries };

/**
 * The first that works: TEMPORAL_ADDRESS, `temporal` on PATH, what was built before in `binFolder`, a build with Go.
 * The SDK's download of the command is left out: it takes another server version than production's,
 * and hangs where there is no such network. `say` hears which one it is and how the build goes.
 * Throws with what to install when there is none.
 */
export async function findTemporal(
  binFolder: string,
  address: string | null,
  say: (line: string) => void,
): Promise<TemporalSource> {
  if (address !== null) {
    say(`Temporal: the server at ${address} (TEMPORAL_ADDRESS)`);
    return { kind: 'address', address };
  }
  const version = await run(['temporal', '--version'], { withinMs: 10_000 }).catch(() => null);
  if (version !== null) {
    say(`Temporal: the command on PATH, ${version.trim()}`);
    return { kind: 'command', executable: 'temporal' };
  }
  const binaries = binariesIn(binFolder);
  if (areBuilt(binaries)) {
    say('Temporal: the server built before');
    return { kind: 'built', binaries };
  }
  if (!(await hasGo())) {
    throw new Error(
      'There is no Temporal server here. Install the `temporal` command (https://docs.temporal.io/cli), or Go 1.26.8 or newer to have one built, or set TEMPORAL_ADDRESS.',
    );
  }
  say('Temporal: none here yet; building one with Go takes about five minutes, once');
  await buildTemporal(binaries, say);
  return { kind: 'built', binaries };
}
