import type { Counsellor, PlannedCall, Vendor } from '../day/planned.ts';
import type { World } from '../day/world.ts';
import type { VendorApi } from '../exchange/vendor-api.ts';
import { wordFaults, type FaultName, type FaultRates } from '../faults/catalogue.ts';
import type { Outage } from '../faults/sequence.ts';
import type { Institute } from '../product/institute.ts';
import type { Random } from '../random.ts';
import type { CallFacts } from '../telling/call-facts.ts';
import type { Dialect, Where } from '../telling/dialect.ts';
import type { VendorTraits } from '../vendor-traits.ts';
import type { Pace } from './clock.ts';
import type { Desk } from './desk.ts';
import type { Placements } from './placements.ts';
import type { Pressure } from './pressure.ts';

/** Everything a day is played with. */
export interface Stage {
  readonly url: string;
  readonly world: World;
  readonly institute: Institute;
  readonly desk: Desk;
  readonly apis: ReadonlyMap<Vendor, VendorApi>;
  readonly placements: Placements;
  readonly traits: Readonly<Record<Vendor, VendorTraits>>;
  readonly dialect: (vendor: Vendor, random: Random) => Dialect;
  readonly random: Random;
  readonly rates: FaultRates;
  readonly outage: Outage | null;
  readonly pace: Pace;
  /** How hard the product finds it: calls begin only while it keeps up. */
  readonly pressure: Pressure;
  /** Told at which minute of the day the next call begins. */
  readonly onMinute: (minute: number) => void;
  /** Told apart from every other day at this vendor: goes into the ids of calls. */
  readonly tag: string;
}

/** One call with what it needs. */
export interface Playing {
  readonly stage: Stage;
  readonly call: PlannedCall;
  readonly traits: VendorTraits;
  readonly api: VendorApi;
  readonly dialect: Dialect;
  readonly where: Where;
  readonly random: Random;
  readonly has: (fault: FaultName) => boolean;
  /** When it begins, in minutes of the day. */
  readonly minute: number;
}

export const counsellorOf =
  ({ counsellors }: World) =>
  (ref: string): Counsellor => {
    const found = counsellors.find((one) => one.ref === ref);
    if (found === undefined) throw new Error(`There is no counsellor ${ref}`);
    return found;
  };

/** What the call's requests are written from. */
export function factsOf(
  playing: Playing,
  { script, callId, beganAt, reference }: Pick<CallFacts, 'script' | 'callId' | 'beganAt' | 'reference'>,
): CallFacts {
  const { stage, call, api, has, random } = playing;
  const recordingUrl = api.recordingUrl(callId);
  return {
    call,
    script,
    callId,
    beganAt,
    reference,
    counsellor: counsellorOf(stage.world),
    recordingUrl,
    has,
    random: random.fork('words'),
  };
}

/** The faults in what is written of a call, by name. */
export const metBy = ({ has }: Playing): readonly FaultName[] => wordFaults.filter(has);
