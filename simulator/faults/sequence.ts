import type { Vendor } from '../day/planned.ts';
import type { Random } from '../random.ts';
import type { Message, Sending } from '../telling/message.ts';
import type { FaultName, FaultRates } from './catalogue.ts';

/** When one vendor is out: in minutes of the day. */
export interface Outage {
  readonly vendor: Vendor;
  readonly from: number;
  readonly to: number;
}

/** A day of a desk, 9 to 6, in minutes. */
export const DAY_MINUTES = 540;

/** One vendor's outage, somewhere in the middle of the day; null without one. */
export function outageOf(random: Random, rates: FaultRates, vendors: readonly Vendor[]): Outage | null {
  const minutes = rates.outage ?? 0;
  const [vendor] = random.shuffled(vendors);
  if (minutes === 0 || vendor === undefined) return null;
  const from = random.int(Math.floor(DAY_MINUTES / 4), Math.floor(DAY_MINUTES / 2));
  return { vendor, from, to: from + minutes };
}

export const isOut = (outage: Outage | null, vendor: Vendor, minute: number): boolean =>
  outage !== null && outage.vendor === vendor && minute >= outage.from && minute < outage.to;

export interface SequenceContext {
  readonly random: Random;
  readonly rates: FaultRates;
  readonly vendor: Vendor;
  readonly outage: Outage | null;
  /** When the call begins, in minutes of the day. */
  readonly minute: number;
}

/** Seconds by which a request is late, or sent again. */
const LATE = { from: 5, to: 240 };

export interface Troubled {
  /** In the order in which they leave. */
  readonly sendings: readonly Sending[];
  /** What befell them, each as often as it did. */
  readonly faults: readonly FaultName[];
}

/** What becomes of a call's requests on their way: some are lost, late, doubled, or change places. Pure. */
export function troubled(
  messages: readonly Message[],
  { random, rates, vendor, outage, minute }: SequenceContext,
): Troubled {
  const faults: FaultName[] = [];
  const befallen = (fault: FaultName, by: Random): boolean => {
    const is = by.chance(rates[fault] ?? 0);
    if (is) faults.push(fault);
    return is;
  };
  const sendings = messages.flatMap((message, place): readonly Sending[] => {
    const own = random.fork(`message ${place}`);
    if (isOut(outage, vendor, minute + message.at / 60)) {
      faults.push('outage');
      return [];
    }
    if (befallen('loss', own.fork('loss'))) return [];
    const late = own.fork('delay');
    const due = message.at + (befallen('delay', late) ? late.int(LATE.from, LATE.to) : 0);
    const again = own.fork('repeat');
    const sending = { ...message, due };
    return befallen('repeat', again) ? [sending, { ...sending, due: due + again.int(0, LATE.to) }] : [sending];
  });
  const inOrder = sendings.toSorted((a, b) => a.due - b.due);
  for (let place = 0; place + 1 < inOrder.length; place += 1) {
    const [one, next] = [inOrder[place], inOrder[place + 1]];
    if (one === undefined || next === undefined || !befallen('reorder', random.fork(`reorder ${place}`))) continue;
    inOrder[place] = { ...next, due: one.due };
    inOrder[place + 1] = { ...one, due: next.due };
  }
  return { sendings: inOrder, faults };
}
