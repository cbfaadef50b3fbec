import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../process/run.ts';
import type { TemporalBinaries } from './binaries.ts';

const moduleFolder = fileURLToPath(new URL('.', import.meta.url));
const buildWithinMs = 30 * 60_000;
const progressEveryMs = 15_000;

/** The packages of go.mod's `tool` lines. Two of them are named `server`, so each is built by its path. */
const programs = [
  { of: 'server', package: 'go.temporal.io/server/cmd/server' },
  { of: 'sqlTool', package: 'go.temporal.io/server/cmd/tools/sql' },
  { of: 'ui', package: 'github.com/temporalio/ui-server/v2/cmd/server' },
] as const;

/** Whether `go` is there to build with; a version that is too old says so itself while building. */
export async function hasGo(): Promise<boolean> {
  return run(['go', 'version'], { withinMs: 10_000 }).then(
    () => true,
    () => false,
  );
}

/**
 * Builds Temporal's server, its SQL tool and its Web UI from the Go modules that dev/temporal/go.mod pins. About five
 * minutes on two cores the first time, seconds when Go's own cache is warm. `say` hears about the progress.
 */
export async function buildTemporal(binaries: TemporalBinaries, say: (line: string) => void): Promise<void> {
  const began = performance.now();
  for (const [index, program] of programs.entries()) {
    const target = binaries[program.of];
    const what = `Temporal, part ${index + 1} of ${programs.length} (${program.package})`;
    say(`Building ${what}`);
    let last = 'reading modules';
    const progress = setInterval(() => {
      const seconds = Math.round((performance.now() - began) / 1000);
      say(`  … ${seconds} s: ${last}`);
    }, progressEveryMs);
    try {
      mkdirSync(join(target, '..'), { recursive: true });
      // -v names each package as it is compiled: that is the progress there is to show.
      await run(['go', 'build', '-v', '-trimpath', '-ldflags=-s -w', '-o', `${target}.new`, program.package], {
        cwd: moduleFolder,
        env: { CGO_ENABLED: '0' },
        withinMs: buildWithinMs,
        onLine: (line) => {
          last = line.trim();
        },
      });
    } finally {
      clearInterval(progress);
    }
    // In place only when whole: a build that was killed is begun again.
    renameSync(`${target}.new`, target);
  }
  say(`Built Temporal in ${Math.round((performance.now() - began) / 1000)} s; it is kept for the next time.`);
}
