import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim } from '../claim.ts';
import { cpuEach, cpuTimes } from '../cpu.ts';
import { figuresOf } from '../figures.ts';
import type { Ground } from '../ground.ts';
import { strangerNumber } from '../institute.ts';
import { Desk } from '../load/desk.ts';
import { atPace, warmUp } from '../load/pace.ts';
import { Refused, Vendor } from '../load/vendor.ts';
import { logged } from '../logged.ts';
import { startProduct, type Product } from '../product.ts';
import { bareRouting } from './bare-routing.ts';
import { plainPopups } from './plain-popups.ts';

/** Calls a second, and when the messages of each come after its first, in ms: as telephones ring, but faster. */
const PER_SECOND = 5;
const RINGS_AFTER = [500, 1500] as const;
const ENDS_AFTER = 2500;

/** A process that has run for long has compiled what it does: a call's first hundred times take twice as long. */
const WARM_UP = { callers: 6, count: 150 };
const CALLS = 220;

/** What the warm-up left to do is done by then. */
const AFTERMATH_MS = 3000;

interface Live {
  readonly routing: readonly number[];
  readonly popups: readonly number[];
  readonly notes: readonly string[];
}

/**
 * At 5 whole calls a second, each a routing question, two rings and a call back: how long the routing answer takes, and
 * how long from a ring's request to its card at the client. Half of the callers are leads with an owner.
 */
export async function liveClaims(ground: Ground, wanted: ReadonlySet<string>): Promise<readonly Claim[]> {
  const product = await startProduct(ground, { name: 'live', counsellors: 40, leads: 2000 });
  const live = await drive(product, ground);
  await product.stop();
  const claims: Claim[] = [];
  if (wanted.has('popup')) {
    const p99 = figuresOf(live.popups)?.p99 ?? Number.NaN;
    claims.push({
      title: `popup: a ring's request → its card at the client, at ${PER_SECOND} calls a second`,
      ours: [{ name: 'Callthread, whole calls', times: live.popups, perSecond: null }],
      baseline: {
        name: 'Koa + slonik insert + NOTIFY → SSE',
        times: await plainPopups(ground, PER_SECOND * RINGS_AFTER.length),
        perSecond: null,
      },
      aims: [
        { name: `pop-up p99 at ${PER_SECOND} calls a second`, measured: p99, wanted: 200, is: 'below', unit: ' ms' },
      ],
      notes: live.notes,
    });
  }
  if (wanted.has('routing')) {
    const p99 = figuresOf(live.routing)?.p99 ?? Number.NaN;
    claims.push({
      title: `routing: a routing question → its answer, at ${PER_SECOND} calls a second`,
      ours: [{ name: 'Callthread, whole calls', times: live.routing, perSecond: null }],
      baseline: { name: 'bare update-with-start', times: await bareRouting(ground, PER_SECOND), perSecond: null },
      aims: [
        { name: `routing p99 at ${PER_SECOND} calls a second`, measured: p99, wanted: 150, is: 'below', unit: ' ms' },
      ],
      notes: wanted.has('popup') ? ['of the same calls as above'] : live.notes,
    });
  }
  return claims;
}

async function drive(product: Product, { postgres, temporal }: Ground): Promise<Live> {
  const { institute, url, api, worker } = product;
  const desk = await Desk.open(url, institute.counsellors);
  const vendor = new Vendor(url);
  const routing: number[] = [];
  const popups: number[] = [];
  let lost = 0;
  let unrouted = 0;
  let refused = 0;
  const call = async (n: number): Promise<void> => {
    const lead = institute.owned[n];
    const owner = n % 2 === 0 && lead ? lead : null;
    const number = owner?.number ?? strangerNumber(n);
    const owners = institute.counsellors.findIndex(({ agent }) => agent === owner?.agent);
    const rung = RINGS_AFTER.map((_, nth) => pick(institute.counsellors, (owners < 0 ? n : owners) + nth * 7));
    const names = { call_id: `live-${n}`, applicant_no: number };
    const began = performance.now();
    const until = async (ms: number): Promise<void> => {
      await sleep(Math.max(0, began + ms - performance.now()));
    };

    const answer = await vendor.ask(names);
    routing.push(performance.now() - began);
    const [named] = answer.data ?? [];
    if (owner !== null && named === undefined) unrouted += 1;
    else if (owner !== null && named?.agent_number !== owner.agent)
      throw new Error('A call was not routed to its owner');
    const rings = RINGS_AFTER.map(async (ms, nth) => {
      await until(ms);
      const counsellor = pick(rung, nth);
      const card = desk.shows(counsellor, number, (state) => state === 'open');
      const sent = performance.now();
      await vendor.ring(names, counsellor.agent);
      const at = await card;
      if (at === null) lost += 1;
      else popups.push(at - sent);
    });
    const ends = async (): Promise<void> => {
      await until(ENDS_AFTER);
      await vendor.report(names, pick(rung, 1).agent, 'Answered');
    };
    await Promise.all([...rings, ends()]);
  };
  await warmUp(WARM_UP, async (n) => {
    const names = { call_id: `warm-${n}`, applicant_no: strangerNumber(900_000 + n) };
    const [first, second] = [pick(institute.counsellors, n), pick(institute.counsellors, n + 7)];
    await tolerant(async () => {
      await vendor.ask(names);
      for (const { agent } of [first, second]) await vendor.ring(names, agent);
      await vendor.report(names, second.agent, 'Answered');
    });
  });
  await sleep(AFTERMATH_MS);
  const processes = [api, worker, postgres, temporal];
  const before = cpuTimes(processes);
  await atPace({ perSecond: PER_SECOND, count: CALLS }, async (n) => {
    if (!(await tolerant(async () => await call(n)))) refused += 1;
  });
  const cpu = cpuEach(before, cpuTimes(processes), CALLS);
  desk.close();
  vendor.close();
  if (popups.length === 0) throw new Error('No card ever came');
  const alone = logged(api, 'the workflow did not answer a routing question');
  return {
    routing,
    popups,
    notes: [
      `${CALLS} calls after ${WARM_UP.count} to warm up; ${institute.counsellors.length} counsellors with a stream each`,
      `calls with a request told to come again (503): ${refused}; cards that did not come within 10 s: ${lost}; routing questions the API answered without the workflow: ${alone}, with nobody for want of time: ${unrouted}`,
      ...(cpu === null ? [] : [cpu]),
    ],
  };
}

/** False when a request was told to come again, as a vendor would: the machine is too busy, nothing is broken. */
async function tolerant(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof Refused && error.status === 503) return false;
    throw error;
  }
}

function pick<T>(from: readonly T[], n: number): T {
  const found = from[n % from.length];
  if (found === undefined) throw new Error('Nobody to pick from');
  return found;
}
