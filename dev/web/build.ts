import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PAGES } from '../../web/pages.ts';
import { writeSite } from './site.ts';
import { hashSources } from './sources.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** A build that nobody asked for this long is somebody's of the past. */
const KEPT_MS = 24 * 3_600_000;
const LONGEST_MS = 300_000;

/**
 * Builds the pages, unless they were built from the same sources before, and gives back their folder: `<into>/<hash of the
 * sources>`. Two who build at once do not disturb each other: what is there is complete.
 *
 * @param into a folder of builds, e.g. `.local/web`
 */
export async function buildPages(into: string, say: (line: string) => void): Promise<string> {
  const folder = join(into, hashSources(root));
  if (existsSync(join(folder, 'site.json'))) return folder;
  say('Building the pages, about ten seconds');
  const began = performance.now();
  mkdirSync(into, { recursive: true });
  const made = mkdtempSync(join(into, 'building-'));
  // The API may run as another user.
  chmodSync(made, 0o755);
  try {
    await bundle(made);
    await writeSite(made, PAGES);
    place(made, folder);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  prune(into, folder);
  say(`Built the pages in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return folder;
}

async function bundle(outDir: string): Promise<void> {
  const env = { ...process.env, NODE_ENV: 'production' };
  try {
    await promisify(execFile)(process.execPath, [join(root, 'dev/web/bundle.ts'), outDir], {
      cwd: root,
      env,
      timeout: LONGEST_MS,
    });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    throw new Error(`The pages could not be built. ${said}`, { cause: error });
  }
}

function place(made: string, folder: string): void {
  try {
    renameSync(made, folder);
  } catch (error) {
    // Somebody else was faster and built the same.
    if (!existsSync(join(folder, 'site.json'))) throw error;
  }
}

function prune(into: string, current: string): void {
  for (const name of readdirSync(into)) {
    const path = join(into, name);
    if (path !== current && Date.now() - statSync(path).mtimeMs > KEPT_MS)
      rmSync(path, { recursive: true, force: true });
  }
}
