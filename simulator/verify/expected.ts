import type { LedgerEntry, Told } from '../ledger.ts';
import type { VendorTraits } from '../vendor-traits.ts';
import { show, type Expected } from './show.ts';
import { hear, type Hearing, type Pulled } from './told.ts';

/**
 * What the product must show of a call; several where it was left to it whether it would pull the vendor's record before
 * a late report came. None: it can't know of the call.
 */
export function expectedOf(entry: LedgerEntry, traits: VendorTraits): readonly Expected[] {
  const subsets = certainties(entry.told);
  const all = subsets.flatMap((told) => expectedAsRead({ ...entry, told: [...told] }, traits));
  // All of it may have been put off for good.
  return subsets.some((told) => told.length === 0) && entry.told.length > 0 ? [...all, NOT_THERE] : all;
}

/** Stands for a call that need not be shown. */
export const NOT_THERE: Expected = {
  outcome: 'not there',
  counsellor: null,
  talkSeconds: 0,
  talkers: [],
  offers: [],
  cards: [],
  recording: 'none',
  source: 'events',
  stamped: false,
  pickedUp: false,
  moved: false,
};

/** Most requests of one call of which it is tried out whether they were kept. */
const MOST_UNCERTAIN = 4;

/** The story with and without each request that the product put off. */
function certainties(told: readonly Told[]): readonly (readonly Told[])[] {
  const uncertain = told.filter(({ certain }) => !certain).slice(0, MOST_UNCERTAIN);
  return Array.from({ length: 2 ** uncertain.length }, (_, which) =>
    told.filter((one) => !uncertain.includes(one) || (which >> uncertain.indexOf(one)) % 2 === 0),
  );
}

function expectedAsRead(entry: LedgerEntry, traits: VendorTraits): readonly Expected[] {
  const [asWritten, ...others] = readings(entry.told);
  const moved = others.flatMap((told) => expectedIn({ ...entry, told: [...told] }, traits));
  // Read later than written, any of the rings may have been over when it was.
  const rung = entry.told.flatMap(({ says }) => says.flatMap((said) => (said.kind === 'rings' ? [said.agent] : [])));
  const late = moved.map((expected) => ({
    ...expected,
    cards: rung.map((agent) => ({ agent, brief: true })),
    moved: true,
  }));
  return [...expectedIn({ ...entry, told: [...(asWritten ?? [])] }, traits), ...late];
}

/** In which orders a story may have been heard: the stream keeps its own, but is read when its reader gets to it. */
function readings(told: readonly Told[]): readonly (readonly Told[])[] {
  const stream = told.filter(({ by }) => by === 'stream');
  const requests = told.filter(({ by }) => by === 'request');
  if (stream.length === 0 || requests.length === 0) return [told];
  return [
    told,
    ...Array.from({ length: stream.length + 1 }, (_, place) => [
      ...stream.slice(0, place),
      ...requests,
      ...stream.slice(place),
    ]),
  ];
}

function expectedIn(entry: LedgerEntry, traits: VendorTraits): readonly Expected[] {
  const clicker = entry.call.kind === 'clicked' ? entry.call.counsellor : null;
  if (entry.told.length === 0 && entry.click === null) return [];
  if (entry.click !== null && !entry.click.placed) return [notPlaced(entry)];
  const hearing: Hearing = { ring: traits.ring, ringMs: traits.ringSeconds * 1000, clicker };
  const heard = hear(entry.told, hearing);
  const record = pulledFrom(entry, traits);
  if (record === null) return [show(entry, heard, heard.ended, clicker, traits)];
  const pulled = (place: number): Expected => {
    const story = [
      ...entry.told.slice(0, place),
      { ...record, at: entry.told[place - 1]?.at ?? entry.endedAt },
      ...entry.told.slice(place),
    ];
    return show(entry, hear(story, hearing), true, clicker, traits);
  };
  const asTold = heard.ended ? show(entry, heard, true, clicker, traits) : pulled(entry.told.length);
  return [asTold, ...pullPlaces(entry, traits, hearing).map(pulled)];
}

/** A question to the vendor waits for its turn there, and its answer is as good when a report has come meanwhile. In ms. */
const ANSWERED_WITHIN_MS = 10_000;

/**
 * Before which requests, or after all of them, the vendor's record may have come: the product had waited so long for one
 * of them, while the call was on for all it knew, that it may have asked. A record is there when the call is over.
 */
function pullPlaces(
  { told, endedAt }: LedgerEntry,
  { callBackSeconds }: VendorTraits,
  hearing: Hearing,
): readonly number[] {
  const silences = told.flatMap(({ at }, place) => {
    const since = told[place - 1]?.sentAt ?? at;
    const isLong = at - since > callBackSeconds * 1000 - 500;
    return isLong && !hear(told.slice(0, place), hearing).ended ? [{ place, until: at + ANSWERED_WITHIN_MS }] : [];
  });
  const places = Array.from({ length: told.length }, (_, before) => before + 1);
  return places.filter((place) => {
    const [last, next] = [told[place - 1]?.at ?? 0, told[place]?.at ?? Infinity];
    return next > endedAt && silences.some((silence) => place >= silence.place && last <= silence.until);
  });
}

function pulledFrom({ script, call, endedAt }: LedgerEntry, { pulls, recordLegs }: VendorTraits): Pulled | null {
  return pulls ? { kind: 'pulled', at: endedAt, legs: recordLegs(script, call) } : null;
}

function notPlaced({ call }: LedgerEntry): Expected {
  const counsellor = call.kind === 'clicked' ? call.counsellor : null;
  return {
    outcome: 'failed',
    counsellor,
    talkSeconds: 0,
    talkers: [],
    offers: [],
    cards: [],
    recording: 'none',
    source: 'events',
    stamped: false,
    pickedUp: false,
    moved: false,
  };
}
