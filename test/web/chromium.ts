import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const INSTALL_MS = 600_000;

/** A Chromium of this machine; as root on Debian it is installed where there is none. Throws with what to do. */
export function findChromium(): string {
  const found = PLACES.find((place) => existsSync(place));
  if (found !== undefined) return found;
  const isDebian = existsSync('/usr/bin/apt-get');
  if (!isDebian || process.getuid?.() !== 0) {
    throw new Error('The tests of the pages need a Chromium: install the package "chromium".');
  }
  process.stderr.write('Installing chromium for the tests of the pages, a minute or two\n');
  // Two test files may come here at once: the second waits for the first.
  const apt = ['-o', 'DPkg::Lock::Timeout=300', '-q', '-y'];
  const options = {
    stdio: 'inherit',
    timeout: INSTALL_MS,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  } as const;
  execFileSync('apt-get', [...apt, 'update'], options);
  execFileSync('apt-get', [...apt, 'install', '--no-install-recommends', 'chromium'], options);
  return '/usr/bin/chromium';
}
