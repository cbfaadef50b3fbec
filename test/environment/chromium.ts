import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const INSTALL_MS = 600_000;

/** A Chromium of this machine; null where there is none. */
export const findChromium = (): string | null => PLACES.find((place) => existsSync(place)) ?? null;

/**
 * Installs Chromium where there is none, as root on Debian; elsewhere the tests of the pages say what to install. Before
 * any test runs: two that installed it at once would find it half there.
 */
export async function installChromium(): Promise<void> {
  if (findChromium() !== null || !existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return;
  process.stdout.write('Installing chromium for the tests of the pages, a minute or two\n');
  await apt(['update']);
  await apt(['install', '--no-install-recommends', 'chromium']);
}

/** What it can't do it says itself; the tests that need it fail then. */
async function apt(command: readonly string[]): Promise<void> {
  const child = spawn('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-q', '-y', ...command], {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: INSTALL_MS,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  await new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
}
