import { cpus, loadavg } from 'node:os';
import { watchParent } from '../dev/parent-watch.ts';
import type { Aim, Claim } from './claim.ts';
import { callsClaim } from './claims/calls.ts';
import { clickClaim } from './claims/click.ts';
import { intakeClaim } from './claims/intake.ts';
import { leadsClaim } from './claims/leads.ts';
import { liveClaims } from './claims/live.ts';
import { reportsClaim } from './claims/reports.ts';
import { settlingClaim } from './claims/settling.ts';
import { streamsClaim } from './claims/streams.ts';
import { leave, makeFolder, prepareGround, type Ground } from './ground.ts';
import { aimsText, claimText } from './report.ts';

/**
 * `npm run bench`: every claim beside its baseline, on a Postgres and a Temporal of the run's own. `npm run bench -- intake
 * calls` runs some; `leads`, among a million of them, and `reports`, over ten million calls, run only when they are named. Times are reported, never asserted: it ends with 1 only when something broke.
 */

interface Bench {
  readonly names: readonly string[];
  /** It takes minutes to prepare: it runs when it is named, and not with all. */
  readonly onlyWhenNamed?: boolean;
  readonly measure: (ground: Ground, wanted: ReadonlySet<string>) => Promise<readonly Claim[]>;
}

const benches: readonly Bench[] = [
  { names: ['popup', 'routing'], measure: liveClaims },
  { names: ['calls'], measure: callsClaim },
  { names: ['intake'], measure: intakeClaim },
  { names: ['click'], measure: clickClaim },
  { names: ['settling'], measure: settlingClaim },
  { names: ['streams'], measure: streamsClaim },
  { names: ['leads'], onlyWhenNamed: true, measure: leadsClaim },
  { names: ['reports'], onlyWhenNamed: true, measure: reportsClaim },
];

const known = benches.flatMap(({ names }) => names);
const usual = benches.flatMap(({ names, onlyWhenNamed = false }) => (onlyWhenNamed ? [] : names));
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}; there are ${known.join(', ')}.\n`);
  process.exit(2);
}

const folder = makeFolder();
let ending: Promise<void> | null = null;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(130));
watchParent(() => void end(1));

// When one request of many fails, the others fail in its wake, and nobody is left to hear of it.
process.on('unhandledRejection', (error) => void breakOff(error));
// An open pool whose Postgres was stopped says so.
process.on('uncaughtException', (error) => void breakOff(error));

try {
  await runAll(new Set(asked.length > 0 ? asked : usual));
  await end(0);
} catch (error) {
  await breakOff(error);
}

async function runAll(wanted: ReadonlySet<string>): Promise<void> {
  const began = performance.now();
  const ground = await prepareGround(folder, say);
  const cores = cpus();
  say(`${cores.length} × ${cores[0]?.model ?? 'some CPU'}, Node ${process.version}; everything on this machine`);
  const aims: Aim[] = [];
  for (const { names, measure } of benches) {
    const chosen = new Set(names.filter((name) => wanted.has(name)));
    if (chosen.size === 0) continue;
    const before = load();
    const claims = await measure(ground, chosen);
    for (const claim of claims) {
      say(claimText(claim));
      aims.push(...claim.aims);
    }
    say(`  · load of the machine ${before} before, ${load()} after`);
  }
  if (aims.length > 0) say(aimsText(aims));
  say(`\n${((performance.now() - began) / 1000).toFixed(0)} s in all`);
}

/** Of the last minute: what else runs here disturbs the figures. */
function load(): string {
  return (loadavg()[0] ?? 0).toFixed(2);
}

/** The first that breaks is told. */
async function breakOff(error: unknown): Promise<void> {
  if (ending === null)
    say(`\nThe bench broke: ${error instanceof Error ? (error.stack ?? error.message) : 'not by an Error'}`);
  await end(1);
}

/** Stops all there is, once, and ends this process. */
async function end(code: number): Promise<void> {
  ending ??= leave(folder).then(() => process.exit(code));
  await ending;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
