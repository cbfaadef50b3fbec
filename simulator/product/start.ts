import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A first start may have to build Temporal. In ms. */
const READY_WITHIN_MS = 15 * 60_000;
const STOPPED_WITHIN_MS = 60_000;

/** A machine that plays the exchange as well is slow at times: what hangs is found, what is slow is not taken for it. In ms. */
const PATIENT = { INTAKE_CONNECT_MS: '2000', INTAKE_STATEMENT_MS: '2000', ANSWER_WITHIN_MS: '10000' };

export interface StartedProduct {
  readonly url: string;
  readonly operatorKey: string;
  readonly stop: () => Promise<void>;
}

/** Starts a product of our own as `npm start` does, in a folder and on ports of its own. Its data stay there. */
export async function startProduct(say: (line: string) => void): Promise<StartedProduct> {
  const local = join(root, '.local', 'simulate');
  mkdirSync(local, { recursive: true });
  // What `npm start` has built already need not be built again.
  const [built, own] = [join(root, '.local', 'bin'), join(local, 'bin')];
  if (existsSync(built) && !existsSync(own)) symlinkSync(built, own);
  const [port, uiPort] = [await freePort(), await freePort()];
  const operatorKey = randomBytes(24).toString('hex');
  const url = `http://127.0.0.1:${port}`;
  say(`Starting a product on ${url}`);
  const child = spawn(process.execPath, [join(root, 'dev', 'start.ts')], {
    env: {
      ...process.env,
      PORT: String(port),
      TEMPORAL_UI_PORT: String(uiPort),
      LOCAL_DIR: local,
      OPERATOR_KEY: operatorKey,
      ...PATIENT,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const state: { ended: number | null } = { ended: null };
  const exit = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      state.ended = code ?? 1;
      resolve();
    });
  });
  const stop = async (): Promise<void> => {
    if (state.ended === null) child.kill('SIGTERM');
    await Promise.race([exit, sleep(STOPPED_WITHIN_MS, undefined, { ref: false })]);
    if (state.ended === null) child.kill('SIGKILL');
  };
  const until = Date.now() + READY_WITHIN_MS;
  while (state.ended === null && Date.now() < until) {
    if (await isReady(url)) return { url, operatorKey, stop };
    await sleep(500);
  }
  await stop();
  throw new Error('The product did not start; what it says is above, its logs are in .local/simulate/log.');
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false; // not yet
  }
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
