import type { Vendor } from '../day/planned.ts';

interface Fault {
  /** How often with `--faults all`: a share of what it can befall; of an outage, minutes. */
  readonly usual: number;
  readonly meaning: string;
  /** Whether it changes what a request says, what becomes of it on its way, or how the vendor's API answers. */
  readonly where: 'words' | 'way' | 'api';
  /** Whose systems do this; absent: all. */
  readonly vendors?: readonly Vendor[];
}

/**
 * What can go wrong, each to be switched on by name and rate. After the first five: vendors.md 6, its number in
 * brackets. Its item 13, hunts in which the one who answers is not rung first, is part of every day.
 */
export const FAULTS = {
  loss: { usual: 0.02, where: 'way', meaning: 'a request is never sent' },
  delay: { usual: 0.05, where: 'way', meaning: 'a request leaves late' },
  repeat: { usual: 0.05, where: 'way', meaning: 'a request is sent again' },
  reorder: { usual: 0.03, where: 'way', meaning: 'a request leaves after the one that follows it' },
  outage: {
    usual: 10,
    where: 'way',
    meaning: 'one vendor sends nothing, and its API answers 503, for so many minutes of the day',
  },
  odd_keys: {
    usual: 0.1,
    where: 'words',
    meaning: 'blanks and $ in keys, unfilled $variables and residues of them as values [1]',
    vendors: ['tatatel'],
  },
  empty_shapes: {
    usual: 0.1,
    where: 'words',
    meaning: '"" for an empty object or list; object, list or JSON text for one field [2]',
    vendors: ['tatatel'],
  },
  no_call_id: {
    usual: 0.05,
    where: 'words',
    meaning: 'a request in mid-call comes without id [3]',
    vendors: ['tatatel'],
  },
  mixed_formats: {
    usual: 0.3,
    where: 'words',
    meaning: 'two stamp dialects and four spellings of a number in one call [4]',
  },
  missed_with_talk: {
    usual: 0.5,
    where: 'words',
    meaning: 'a missed call with a duration and the greeting as its recording [5]',
  },
  greeting_as_answered: {
    usual: 0.3,
    where: 'words',
    meaning: 'a hang-up in the greeting is told as answered [5]',
    vendors: ['myoperator', 'exotel'],
  },
  repeat_hangup: { usual: 0.08, where: 'words', meaning: 'the end is told twice [6]' },
  end_first: { usual: 0.05, where: 'words', meaning: 'the end is told before what led to it [6]' },
  unanswered_end: { usual: 0.05, where: 'words', meaning: 'the end is told, that somebody answered never is [6]' },
  silent_greeting: { usual: 0.3, where: 'words', meaning: 'a hang-up in the greeting is told by nothing [6]' },
  filled_later: { usual: 0.1, where: 'words', meaning: 'duration and recording come with a second report [7]' },
  failure_with_200: {
    usual: 0.02,
    where: 'api',
    meaning: 'the API refuses with HTTP 200, without `success`, or with a code in a text [9]',
    vendors: ['tatatel', 'mcubes', 'myoperator'],
  },
  late_ids: {
    usual: 0.2,
    where: 'words',
    meaning: 'a click to call is answered without id, and its events carry none of ours [10]',
    vendors: ['tatatel', 'mcubes'],
  },
  limits: { usual: 0.03, where: 'api', meaning: 'the API answers 429, its tokens expire [11]', vendors: ['tatatel'] },
  odd_stamps: {
    usual: 0.08,
    where: 'words',
    meaning: 'stamps of 1970 or year 0, the end before the start, nanoseconds, other offsets [12]',
  },
  ignored_filters: {
    usual: 1,
    where: 'api',
    meaning: 'customer filters of the record API are ignored [14]',
    vendors: ['tatatel'],
  },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof FAULTS;

/** How often each fault happens; what is not named does not. */
export type FaultRates = Readonly<Partial<Record<FaultName, number>>>;

const isFault = (name: string): name is FaultName => Object.hasOwn(FAULTS, name);

/** All of them, as often as usual. */
export const allFaults: FaultRates = Object.fromEntries(
  Object.entries(FAULTS).map(([name, { usual }]) => [name, usual]),
);

/**
 * Reads `all`, `none` or a list: `loss=0.1,repeat,outage=30`. A name without a number happens as often as usual.
 *
 * @throws Error that says which word is no fault or no rate
 */
export function readFaults(text: string): FaultRates {
  if (text === 'all') return allFaults;
  if (text === 'none' || text === '') return {};
  const rates = text.split(',').map((word): [FaultName, number] => {
    const [name = '', rate] = word.trim().split('=');
    if (!isFault(name))
      throw new Error(`There is no fault "${name}". There are: ${Object.keys(FAULTS).join(', ')}, and all.`);
    const number = rate === undefined ? FAULTS[name].usual : Number(rate);
    const highest = name === 'outage' ? Infinity : 1;
    if (!(number >= 0 && number <= highest)) throw new Error(`"${word}" is no rate.`);
    return [name, number];
  });
  return Object.fromEntries(rates);
}

/** Those that change what is written, of a vendor's own systems or of any. */
export const wordFaults: readonly FaultName[] = Object.keys(FAULTS)
  .filter(isFault)
  .filter((name) => FAULTS[name].where === 'words');

/** Whether a vendor's systems are known to do this. */
export function befalls(name: FaultName, vendor: Vendor): boolean {
  const { vendors }: Fault = FAULTS[name];
  return vendors === undefined || vendors.includes(vendor);
}
