import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Vendor } from '../day/planned.ts';
import type { World } from '../day/world.ts';
import type { LedgerEntry } from '../ledger.ts';
import type { SeenCard } from '../play/desk.ts';
import type { Institute } from '../product/institute.ts';
import { wholeList } from '../product/lists.ts';
import { callShape, leadShape, missedShape, reportShape } from '../product/shapes.ts';
import type { VendorTraits } from '../vendor-traits.ts';
import { checkCall } from './calls.ts';
import { checkCards } from './cards.ts';
import type { Difference } from './difference.ts';
import { checkLeads } from './leads.ts';
import { matchCalls } from './match.ts';
import { checkMissed } from './missed.ts';
import { checkRecordings } from './recordings.ts';
import { checkReport } from './reports.ts';
import { checkRouting } from './routing.ts';
import { nameUnknowable, type Unknowable } from './unknowable.ts';

export interface Verification {
  readonly differences: readonly Difference[];
  readonly unknowable: Unknowable;
  /** How many calls the product shows. */
  readonly shown: number;
  /** How many cards its counsellors had to see, and how many of them may be missing: for a ring that was brief, or of a busy moment. */
  readonly cards: { readonly wanted: number; readonly optional: number };
}

export interface Verifying {
  readonly institute: Institute;
  readonly world: World;
  readonly entries: readonly LedgerEntry[];
  /** Asked when the calls have settled: the last cards go then. */
  readonly cards: () => readonly SeenCard[];
  readonly traits: Readonly<Record<Vendor, VendorTraits>>;
  readonly say: (line: string) => void;
}

/** Calls that nobody tells the end of, of a vendor without records, are given up after talk and call back time. In ms. */
const SETTLED_WITHIN_MS = 180_000;
const LOOK_EVERY_MS = 2000;
/** After the last call has ended: its wrap-up ends, and the last cards go. In ms. */
const REST_MS = 4000;

const UNSETTLED = ['dialling', 'agent_ringing', 'ringing', 'talking'];

/** Holds everything the product shows of the day against the ledger, by its public API alone. */
export async function verify({ institute, world, entries, cards, traits, say }: Verifying): Promise<Verification> {
  const { admin, refs } = institute;
  if (!(await untilSettled(institute, say))) say('Some calls have not settled; they are compared as they are.');
  await sleep(REST_MS);
  const calls = await wholeList(admin, '/v1/calls', callShape);
  const leads = await wholeList(admin, '/v1/leads', leadShape);
  const rows = await wholeList(admin, '/v1/missed-calls?scope=all', missedShape);

  const { byEntry, extra } = matchCalls(entries, calls);
  const checks = entries.map((entry) => checkCall(entry, byEntry.get(entry), traits[entry.call.vendor], refs));
  const verified = checks.flatMap((check) => (check.verified === null ? [] : [check.verified]));
  const unknowable = nameUnknowable(
    entries.map((entry, place) => ({
      entry,
      expected: checks[place]?.verified?.expected ?? null,
      traits: traits[entry.call.vendor],
    })),
  );
  const busy = entries.filter(({ putOffs }) => putOffs > 0).length;
  const unfit = verified.filter(({ fits }) => !fits).length;
  if (busy > 0) say(`The product was too busy for something of ${busy} calls.`);
  if (unfit > 0)
    say(`What it kept of ${unfit} of them can't be told: the report, which counts them too, is not compared.`);
  const differences = [
    ...checks.flatMap((check) => check.differences),
    ...extra.map(({ id, vendor }): Difference => ({
      call: null,
      what: 'call',
      expected: 'none: nobody made it',
      shown: `${vendor} ${id}`,
    })),
    ...unknowable.unexplained.map(({ call, field, truth, told }): Difference => ({
      call,
      what: `ledger: ${field} hidden by no rule`,
      expected: truth,
      shown: told,
    })),
    ...checkRouting(entries, traits),
    ...checkCards(verified, cards()),
    ...checkLeads(verified, { world, leads, traits, refs }),
    ...checkMissed(verified, { rows, refs }),
    ...(unfit > 0 ? [] : await reported(institute, verified)),
    ...(await checkRecordings(verified, admin)),
  ];
  const wanted = verified.filter(({ entry }) => entry.putOffs === 0).flatMap(({ expected }) => expected.cards);
  const optional = wanted.filter(({ brief }) => brief).length;
  return { differences, unknowable, shown: calls.length, cards: { wanted: wanted.length, optional } };
}

async function reported(
  { admin, refs }: Institute,
  verified: Parameters<typeof checkReport>[0],
): Promise<readonly Difference[]> {
  // The institute is a day old at most: two days hold all its calls, wherever midnight fell.
  const date = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  const path = `/v1/reports/productivity?from=${date(Date.now() - 86_400_000)}&to=${date(Date.now() + 86_400_000)}`;
  const { status, body } = await admin.call('GET', path);
  if (status !== 200) return [{ call: null, what: 'productivity report', expected: '200', shown: String(status) }];
  return checkReport(verified, reportShape.parse(body), refs);
}

const first = z.object({ items: z.array(z.unknown()) });

/** Waits until no call is on any more; false: it took too long. */
async function untilSettled({ admin }: Institute, say: (line: string) => void): Promise<boolean> {
  const until = Date.now() + SETTLED_WITHIN_MS;
  let told = false;
  while (Date.now() < until) {
    const lists = await Promise.all(
      UNSETTLED.map(async (state) => first.parse(await admin.must('GET', `/v1/calls?limit=1&state=${state}`))),
    );
    if (lists.every(({ items }) => items.length === 0)) return true;
    if (!told) say('Waiting for the last calls to settle');
    told = true;
    await sleep(LOOK_EVERY_MS);
  }
  return false;
}
