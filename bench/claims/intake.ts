import { sql } from 'slonik';
import { z } from 'zod';
import { demo } from '../../dev/demo-data.ts';
import type { Child } from '../../dev/process/child.ts';
import type { Claim, Series } from '../claim.ts';
import { cpuEach, cpuTimes } from '../cpu.ts';
import { median } from '../figures.ts';
import type { Ground } from '../ground.ts';
import { strangerNumber } from '../institute.ts';
import { Lines } from '../load/line.ts';
import { byCallers, type Throughput } from '../load/pace.ts';
import { Vendor } from '../load/vendor.ts';
import { startProduct, type Product } from '../product.ts';
import { startPlainServer } from './plain-popups.ts';

/** As many as the intake has connections. */
const CALLERS = 10;
const ROUNDS = 3;
const ROUND = { callers: CALLERS, warmUpSeconds: 0.7, seconds: 2 };

/** Nothing is given up, as the baseline gives up nothing: whoever else uses the machine must not break the run. */
const PATIENCE = { ANSWER_WITHIN_MS: '10000', INTAKE_CONNECT_MS: '5000', INTAKE_STATEMENT_MS: '5000' };

interface Measured {
  readonly rounds: Throughput[];
  cpu: string | null;
}

/**
 * Requests a second that are committed and answered, 10 at a time, delivery left out (intake-only.ts): pop-up requests of
 * calls nobody has heard of, call backs of calls already known, and such that only repeat the last one.
 */
export async function intakeClaim(ground: Ground): Promise<readonly Claim[]> {
  const product = await startProduct(ground, {
    name: 'intake',
    counsellors: 40,
    leads: 2000,
    times: { ringSeconds: 300 },
    entry: 'bench/intake-only.ts',
    worker: false,
    variables: { RATE_LIMIT: '100000', ...PATIENCE },
  });
  const plain = await startPlainServer(ground, 'intake');
  const keeper = await startPlainServer(ground, 'kept', product.databaseUrl);
  const lines = { plain: new Lines(plain.url), kept: new Lines(keeper.url) };
  const script = new Script(product);

  const measured = {
    kept: nothing(),
    plain: nothing(),
    notified: nothing(),
    tuned: nothing(),
    first: nothing(),
    known: nothing(),
    repeat: nothing(),
  };
  const measure = async (into: Measured, server: Child, work: (n: number) => Promise<void>): Promise<void> => {
    let count = 0;
    const children = [server, ground.postgres];
    const before = cpuTimes(children);
    into.rounds.push(
      await byCallers(ROUND, async (n) => {
        await work(n);
        count += 1;
      }),
    );
    into.cpu = cpuEach(before, cpuTimes(children), count);
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const how of ['kept', 'plain', 'notified', 'tuned'] as const) {
      const [server, line] = how === 'kept' ? [keeper, lines.kept] : [plain, lines.plain];
      await measure(measured[how], server.child, async (n) => {
        const { status } = await line.post(`/${how}`, { ...script.plain(n), secret_key: demo.secretKey });
        if (status !== 200) throw new Error('The plain server failed');
      });
    }
    script.nextRound();
    await measure(measured.first, product.api, async () => await script.begin());
    await measure(measured.known, product.api, async (n) => await script.report(n));
    await measure(measured.repeat, product.api, async (n) => await script.repeat(n));
  }
  script.close();
  for (const line of Object.values(lines)) line.close();
  await checkKept(product, script.sent);
  await Promise.all([plain.child.stop(), keeper.child.stop()]);
  await product.stop();

  const ours = [
    seriesOf('Callthread, first event of a call', measured.first),
    seriesOf('Callthread, call back of a known call', measured.known),
    seriesOf('Callthread, mere repeat of a call back', measured.repeat),
  ];
  const baselines = {
    kept: seriesOf('Koa + slonik as it comes, the rows of a first event in a transaction', measured.kept),
    plain: seriesOf('Koa + slonik as it comes, one insert', measured.plain),
    notified: seriesOf('Koa + slonik as it comes, insert + NOTIFY, as in design 10', measured.notified),
    tuned: seriesOf('Koa + slonik, one insert, with our pool', measured.tuned),
  };
  const against = (name: string, baseline: Series) => ({
    name: `intake of first events against Koa + slonik, ${name}`,
    measured: (ours[0]?.perSecond ?? 0) / (baseline.perSecond ?? 0),
    wanted: 0.6,
    is: 'at least' as const,
    unit: '',
  });
  return [
    {
      title: `intake: requests committed and answered, ${CALLERS} at a time`,
      ours,
      baseline: baselines.kept,
      otherBaselines: [baselines.plain, baselines.notified, baselines.tuned],
      aims: [
        against('the same rows', baselines.kept),
        against('one insert', baselines.plain),
        against('insert + NOTIFY', baselines.notified),
      ],
      notes: Object.entries(measured).flatMap(([name, { cpu }]) => (cpu === null ? [] : [`${name}: ${cpu}`])),
    },
  ];
}

function nothing(): Measured {
  return { rounds: [], cpu: null };
}

function seriesOf(name: string, { rounds }: Measured): Series {
  return {
    name,
    times: rounds.flatMap(({ times }) => times),
    perSecond: median(rounds.map(({ perSecond }) => perSecond)),
  };
}

/** Calls of one round, and how often the end of each was reported. */
class Script {
  private readonly vendor: Vendor;
  private readonly agents: readonly string[];
  private round = 0;
  private reports: number[] = [];
  /** Requests that were answered, in all rounds. */
  sent = 0;

  constructor({ url, institute }: Product) {
    this.vendor = new Vendor(url);
    this.agents = institute.counsellors.map(({ agent }) => agent);
  }

  nextRound(): void {
    this.round += 1;
    this.reports = [];
  }

  /** The n-th call of the round as the vendor names it. */
  first(n: number) {
    return { call_id: `intake-${this.round}-${n}`, applicant_no: strangerNumber(this.round * 1_000_000 + n) };
  }

  /** The n-th ring of the round that the plain servers get: of callers of their own, for one of them keeps calls beside ours. */
  plain(n: number) {
    return {
      call_id: `plain-${this.round}-${n}`,
      applicant_no: strangerNumber(this.round * 1_000_000 + 500_000 + n),
      agent_no: this.agent(n),
    };
  }

  /** The first event of the round's next call. */
  async begin(): Promise<void> {
    const call = this.reports.push(0) - 1;
    await this.vendor.ring(this.first(call), this.agent(call));
    this.sent += 1;
  }

  /** The end of a call that is known, another counsellor's leg each time. */
  async report(n: number): Promise<void> {
    const call = n % this.reports.length;
    const nth = (this.reports[call] ?? 0) + 1;
    this.reports[call] = nth;
    await this.send(call, nth);
  }

  /** The last report of a call once more. */
  async repeat(n: number): Promise<void> {
    const call = n % this.reports.length;
    await this.send(call, this.reports[call] ?? 1);
  }

  close(): void {
    this.vendor.close();
  }

  private async send(call: number, nth: number): Promise<void> {
    await this.vendor.report(this.first(call), this.agent(call + nth), 'Missed');
    this.sent += 1;
  }

  private agent(n: number): string {
    return this.agents[n % this.agents.length] ?? '';
  }
}

/** Answered means committed: a rate of lost requests would be worth nothing. */
async function checkKept({ db }: Product, sent: number): Promise<void> {
  const kept = await db.oneFirst(sql.type(z.object({ kept: z.number() }))`
    select count(*) as kept from vendor_request where fields ->> 'call_id' like 'intake-%'
  `);
  if (kept !== sent) throw new Error(`${sent} requests were answered, ${kept} are kept`);
}
