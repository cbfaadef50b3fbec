import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { freePorts } from '../../dev/process/ports.ts';
import type { Ground } from '../ground.ts';
import { Lines } from '../load/line.ts';
import { atPace, warmUp } from '../load/pace.ts';
import { openStream } from '../load/stream.ts';
import { startProcess } from '../product.ts';

const WARM_UP = { callers: 6, count: 500 };
const COUNT = 250;

const ring = z.object({ call_id: z.string() });

/** A plain server, on a database of its own unless it is to keep calls in ours. */
export async function startPlainServer(ground: Ground, name: string, databaseUrl: string | null = null) {
  const [port = 0] = await freePorts(1);
  const env = {
    NODE_ENV: 'production',
    PORT: String(port),
    DATABASE_URL: databaseUrl ?? (await ground.createDatabase(`plain_${name}`)),
    SECRET_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    SHUTDOWN_GRACE_SECONDS: '1',
  };
  const child = await startProcess(ground, 'api', 'bench/baseline/plain-server.ts', { env, log: `plain-${name}` });
  return { url: `http://127.0.0.1:${port}`, child };
}

/** Times from a request to its event at the client, in ms, with the plain server. */
export async function plainPopups(ground: Ground, perSecond: number): Promise<readonly number[]> {
  const { url, child } = await startPlainServer(ground, 'popups');
  const waiting = new Map<string, (at: number) => void>();
  const stream = await openStream(`${url}/stream`, {
    onEvent: (_, data) => {
      const at = performance.now();
      waiting.get(ring.parse(JSON.parse(data)).call_id)?.(at);
    },
  });
  const lines = new Lines(url);
  const times: number[] = [];
  const show = async (id: string): Promise<number> => {
    const shown = new Promise<number>((resolve) => waiting.set(id, resolve));
    const sent = performance.now();
    await lines.post('/notified', { call_id: id, applicant_no: '9812345670', agent_no: '9990947416' });
    const at = await shown;
    waiting.delete(id);
    return at - sent;
  };
  await warmUp(WARM_UP, async (n) => void (await show(`warm-${n}`)));
  await atPace({ perSecond, count: COUNT }, async (n) => void times.push(await show(`plain-${n}`)));
  stream.close();
  lines.close();
  await child.stop();
  return times;
}
