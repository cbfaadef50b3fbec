import type { PlannedCall, Vendor } from './day/planned.ts';
import { planDay } from './day/plan.ts';
import { worldFor } from './day/world.ts';
import { startApis } from './exchange/apis.ts';
import type { FaultRates } from './faults/catalogue.ts';
import { outageOf } from './faults/sequence.ts';
import type { LedgerEntry } from './ledger.ts';
import type { Pace } from './play/clock.ts';
import { playDay } from './play/day.ts';
import { Desk } from './play/desk.ts';
import { Placements } from './play/placements.ts';
import type { Stage } from './play/playing.ts';
import { Pressure } from './play/pressure.ts';
import { setUpInstitute, type Institute } from './product/institute.ts';
import { seeded } from './random.ts';
import { dialectsOf, type DialectChoice } from './speak.ts';
import { vendorTraits } from './vendor-traits.ts';
import { verify, type Verification } from './verify/verify.ts';

export interface DayQuestion {
  /** Where the product answers. */
  readonly url: string;
  /** `OPERATOR_KEY` it was started with: the day is played at an institute of its own. */
  readonly operatorKey: string;
  /** The same seed plays the same day. */
  readonly seed: string;
  readonly calls: number;
  readonly vendors: readonly Vendor[];
  readonly dialect: DialectChoice;
  readonly rates: FaultRates;
  readonly pace: Pace;
  readonly perSecond: number;
  readonly say: (line: string) => void;
  /** Called when the institute stands, before the first call: for whoever wants to look on. */
  readonly onOpen?: (institute: Institute) => Promise<void>;
}

export interface SimulatedDay {
  readonly planned: readonly PlannedCall[];
  readonly ledger: readonly LedgerEntry[];
  readonly instituteId: number;
  /** Null: it was not asked for. */
  readonly verification: Verification | null;
}

/** No more calls at once than the exchange can play in their time, and the product hold. */
const AT_ONCE = 100;

/** Plays one day at a running product: the exchange, the counsellors, the students; and holds the product against it. */
export async function simulateDay(question: DayQuestion, verifies: boolean): Promise<SimulatedDay> {
  const { url, operatorKey, seed, calls, vendors, dialect, rates, pace, perSecond, say } = question;
  const random = seeded(seed);
  const world = worldFor(random.fork('world'), calls);
  const traits = vendorTraits;
  const dialling = vendors.filter((vendor) => traits[vendor].dials);
  const partners = new Map(
    world.counsellors.flatMap(({ ref }, place) => {
      const partner = dialling[place % dialling.length];
      return partner === undefined ? [] : [[ref, partner] as const];
    }),
  );
  const planned = planDay(random.fork('plan'), world, { calls, vendors, partners });
  const outage = outageOf(random.fork('outage'), rates, vendors);
  // Another day at the same product has other people: e-mail addresses are taken once.
  const tag = `d${Date.now().toString(36)}`;
  const placements = new Placements();
  const apis = await startApis(vendors, {
    random: random.fork('apis'),
    rates,
    isOut: (vendor) => outVendor === vendor,
  });
  let outVendor: Vendor | null = null;
  for (const api of apis.values()) api.onPlaced = (placed) => placements.add(placed);
  let desk: Desk | null = null;
  try {
    const institute = await setUpInstitute({ url, operatorKey, world, apis, traits, partners, tag });
    say(
      `Institute ${institute.id}: ${world.counsellors.length} counsellors, ${institute.leads.size} leads, ${calls} calls to play`,
    );
    desk = new Desk(institute);
    const cards = desk;
    const stage: Stage = {
      url,
      world,
      institute,
      desk,
      apis,
      placements,
      traits,
      rates,
      outage,
      pace,
      tag,
      dialect: dialectsOf(dialect),
      random: random.fork('day'),
      pressure: new Pressure(),
      onMinute: (minute) => {
        outVendor = outage !== null && minute >= outage.from && minute < outage.to ? outage.vendor : null;
      },
    };
    await question.onOpen?.(institute);
    const ledger = await playDay(stage, planned, { perSecond, atOnce: AT_ONCE, say });
    outVendor = null;
    for (const { told } of ledger) for (const one of told) one.slow = stage.pressure.wasSlow(one.at);
    const verification = verifies
      ? await verify({ institute, world, entries: ledger, cards: () => cards.cards, traits, say })
      : null;
    return { planned, ledger, instituteId: institute.id, verification };
  } finally {
    await desk?.close();
    await Promise.all([...apis.values()].map(async (api) => api.stop()));
  }
}
