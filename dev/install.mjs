// Runs before `npm start` and `npm test`, on whatever Node the machine has (20 or newer) and from a bare clone,
// where nothing is installed yet: so plain JavaScript without imports of ours. Installs when node_modules is not what
// package-lock.json says, which a stamp inside it tells.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const oldestNode = 20;
const progressEveryMs = 5000;
/** How long npm has to end by itself when we are stopped. */
const killAfterMs = 1500;

const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = `${root}node_modules/.callthread-installed`;
const stamp = createHash('sha256')
  .update(readFileSync(`${root}package-lock.json`))
  .update(`${process.platform} ${process.arch}`)
  .digest('hex');

if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  process.stderr.write(
    `Callthread needs Node ${oldestNode} or newer to install its own Node 24; this is ${process.version}.\n`,
  );
  process.exit(1);
}
if (!isInstalled()) await install();

/** @returns {boolean} whether a finished install of this very lock file is there */
function isInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8').trim() === stamp;
}

/** Runs `npm ci` and shows that it goes on; ends this process with its code when it fails. */
async function install() {
  process.stdout.write('Installing packages (npm ci), about half a minute\n');
  const began = Date.now();
  const progress = setInterval(() => {
    process.stdout.write(`  … ${Math.round((Date.now() - began) / 1000)} s\n`);
  }, progressEveryMs);
  const code = await npmCi();
  clearInterval(progress);
  if (code !== 0) {
    process.stderr.write(`npm ci failed (${code}): nothing was started.\n`);
    process.exit(typeof code === 'number' && code > 0 ? code : 1);
  }
  writeFileSync(stampFile, `${stamp}\n`);
  process.stdout.write(`Installed in ${Math.round((Date.now() - began) / 1000)} s\n`);
}

/** @returns {Promise<number | string>} npm's exit code, or the signal that ended it */
function npmCi() {
  // The npm that runs us, else the one on PATH; development packages too, whatever NODE_ENV says.
  const own = process.env.npm_execpath;
  const [command, first] = own?.endsWith('.js') ? [process.execPath, [own]] : ['npm', []];
  const child = spawn(command, [...first, 'ci', '--include=dev', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    // A group of its own, to end it with the install scripts it runs: while one runs, npm passes a signal on and goes on itself.
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
    process.on(signal, () => {
      const group = child.pid;
      if (isStopping || group === undefined) return;
      isStopping = true;
      process.kill(-group, 'SIGTERM');
      setTimeout(() => process.kill(-group, 'SIGKILL'), killAfterMs);
    });
  }
  return new Promise((resolve) => {
    child.once('error', () => resolve('npm could not be started'));
    child.once('exit', (code, signal) => resolve(isStopping ? 'stopped' : (code ?? signal ?? 'unknown')));
  });
}
