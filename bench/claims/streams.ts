import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '../../dev/process/ports.ts';
import type { Claim, Quantity } from '../claim.ts';
import { residentMb } from '../cpu.ts';
import type { Ground } from '../ground.ts';
import { strangerNumber } from '../institute.ts';
import { Desk } from '../load/desk.ts';
import { Refused, Vendor } from '../load/vendor.ts';
import { startProcess, startProduct } from '../product.ts';
import { SseDesk } from './sse-desk.ts';

const STREAMS = 2000;
const SINGLES = 40;
const BURST = 100;
/** Between two single cards, and before memory is looked at. */
const PAUSE_MS = 100;
const SETTLE_MS = 4000;

interface Held {
  readonly openMs: number;
  readonly megabytes: number | null;
  readonly singles: readonly number[];
  readonly burst: readonly number[];
  /** Of the burst: requests the API told to come again. */
  readonly refused: number;
}

/** With 2,000 streams open: the memory they take, one card that finds its counsellor among them, and a burst of 100 calls. */
export async function streamsClaim(ground: Ground): Promise<readonly Claim[]> {
  const ours = await measureOurs(ground);
  const theirs = await measureSse(ground);
  const quantities: Quantity[] = [
    {
      name: `to open ${STREAMS} streams, each with its snapshot`,
      unit: ' ms',
      ours: ours.openMs,
      baseline: theirs.openMs,
    },
  ];
  if (ours.megabytes !== null && theirs.megabytes !== null) {
    quantities.push(
      { name: 'memory they add to the process', unit: ' MB', ours: ours.megabytes, baseline: theirs.megabytes },
      {
        name: 'a stream',
        unit: ' KB',
        ours: (ours.megabytes * 1024) / STREAMS,
        baseline: (theirs.megabytes * 1024) / STREAMS,
      },
    );
  }
  return [
    {
      title: `streams: ${STREAMS} open; a ring's request → its card at the one counsellor it is for`,
      ours: [
        { name: 'Callthread, one card at a time', times: ours.singles, perSecond: null },
        { name: `Callthread, ${BURST} calls at once`, times: ours.burst, perSecond: null },
        { name: `sse-channel alone, ${BURST} at once`, times: theirs.burst, perSecond: null },
      ],
      baseline: { name: 'sse-channel alone, one at a time', times: theirs.singles, perSecond: null },
      quantities,
      aims: [],
      notes: ours.refused > 0 ? [`of the ${BURST} at once ${ours.refused} were told to come again (503)`] : [],
    },
  ];
}

async function measureOurs(ground: Ground): Promise<Held> {
  const wish = { name: 'streams', counsellors: STREAMS, leads: 2000, variables: { RATE_LIMIT: '100000' } };
  const product = await startProduct(ground, wish);
  const { counsellors } = product.institute;
  const before = residentMb(product.api);
  const began = performance.now();
  const desk = await Desk.open(product.url, counsellors);
  const openMs = performance.now() - began;
  await sleep(SETTLE_MS);
  const after = residentMb(product.api);
  const vendor = new Vendor(product.url);
  const ring = async (n: number): Promise<number> => {
    const counsellor = counsellors[(n * 37) % counsellors.length];
    if (!counsellor) throw new Error('There are no counsellors');
    const number = strangerNumber(n);
    const card = desk.shows(counsellor, number, (state) => state === 'open');
    const sent = performance.now();
    await vendor.ring({ call_id: `streams-${n}`, applicant_no: number }, counsellor.agent);
    const at = await card;
    if (at === null) throw new Error('A card did not come');
    return at - sent;
  };
  const held = await cards(ring);
  if (desk.lost > 0) throw new Error(`${desk.lost} streams were lost`);
  desk.close();
  vendor.close();
  await product.stop();
  return { openMs, megabytes: before === null || after === null ? null : after - before, ...held };
}

async function measureSse(ground: Ground): Promise<Held> {
  const [port = 0] = await freePorts(1);
  const env = {
    NODE_ENV: 'production',
    PORT: String(port),
    DATABASE_URL: 'postgres://nobody@127.0.0.1/nothing',
    SECRET_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    SHUTDOWN_GRACE_SECONDS: '1',
  };
  const child = await startProcess(ground, 'api', 'bench/baseline/sse-server.ts', { env, log: 'sse' });
  const before = residentMb(child);
  const began = performance.now();
  const desk = await SseDesk.open(`http://127.0.0.1:${port}`, STREAMS);
  const openMs = performance.now() - began;
  await sleep(SETTLE_MS);
  const after = residentMb(child);
  const held = await cards(async (n) => await desk.send((n * 37) % STREAMS));
  desk.close();
  await child.stop();
  return { openMs, megabytes: before === null || after === null ? null : after - before, ...held };
}

/** Some to warm up, then one at a time, then many at once. */
async function cards(ring: (n: number) => Promise<number>): Promise<Pick<Held, 'singles' | 'burst' | 'refused'>> {
  const singles: number[] = [];
  for (let n = 0; n < SINGLES + 10; n += 1) {
    const took = await ring(n);
    if (n >= 10) singles.push(took);
    await sleep(PAUSE_MS);
  }
  const burst = await Promise.all(
    Array.from({ length: BURST }, async (_, n) => await ring(1000 + n).catch(unlessRefused)),
  );
  const came = burst.filter((took) => took !== null);
  return { singles, burst: came, refused: burst.length - came.length };
}

/** Too much at once may be refused: the vendor sends again. Anything else is a fault. */
function unlessRefused(error: unknown): null {
  if (error instanceof Refused && error.status === 503) return null;
  throw error;
}
