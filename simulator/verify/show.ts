import type { LedgerEntry } from '../ledger.ts';
import type { VendorTraits } from '../vendor-traits.ts';
import type { Heard, Leg } from './told.ts';

export interface ExpectedOffer {
  readonly agent: string;
  readonly result: 'answered' | 'missed' | 'answered_elsewhere';
}

/** What the product must show of a call, given what it was told. Counsellors by their `ref`. */
export interface Expected {
  readonly outcome: string;
  readonly counsellor: string | null;
  /** Null: answered, and nobody said how long. */
  readonly talkSeconds: number | null;
  readonly talkers: readonly { readonly agent: string; readonly talkSeconds: number | null }[];
  readonly offers: readonly ExpectedOffer[];
  /** Whose screens showed a card, in order; `brief`: for so short that it may have been too late for one. */
  readonly cards: readonly { readonly agent: string; readonly brief: boolean }[];
  readonly recording: 'none' | 'ready' | 'pending';
  readonly source: 'events' | 'reconciled';
  /** Whether a report told the start. */
  readonly stamped: boolean;
  /** Somebody was heard to answer while the call was on. */
  readonly pickedUp: boolean;
  /** Of a story whose stream was read later than it was written. */
  readonly moved: boolean;
}

/** A ring that was over this soon may have been seen for the first time when it was. In ms. */
const BRIEF_MS = 2000;

/** How a call is shown to whoever knows what was heard of it. */
export function show(
  entry: LedgerEntry,
  { rings, legs, answered, pickedUp }: Heard,
  ended: boolean,
  clicker: string | null,
  traits: VendorTraits,
): Expected {
  // Of a call that was given up nobody knows how it came out; who was rung stands all the same.
  const known = ended ? legs : [];
  const talked = inOrderOfTalk(known.filter(({ result }) => result === 'answered'));
  const named = talked.filter((leg): leg is Leg & { agent: string } => leg.agent !== null);
  const whole = talked.find(({ agent }) => agent === null);
  const failed = new Set(known.filter(({ result }) => result === 'failed').map(({ agent }) => agent));
  const possible = [...new Set(rings.map(({ agent }) => agent))].filter((agent) => !failed.has(agent));
  const implied = answered.length > 0 ? answered : possible.length === 1 ? possible : [];
  const talkers =
    named.length > 0 || talked.length === 0
      ? named.map(({ agent, talkSeconds }) => ({
          agent,
          talkSeconds: talkSeconds ?? (named.length === 1 ? (whole?.talkSeconds ?? null) : null),
        }))
      : implied.map((agent) => ({
          agent,
          talkSeconds: agent === implied.at(-1) ? (whole?.talkSeconds ?? null) : null,
        }));
  const outcome = outcomeOf(entry, { rings, legs: known, ended, clicker });
  const isAnswered = outcome === 'answered';
  const seconds = (named.length > 0 ? talkers : [whole ?? { talkSeconds: null }])
    .map(({ talkSeconds }) => talkSeconds)
    .filter((each) => each !== null);
  const who = new Set(talkers.map(({ agent }) => agent));
  const picked = new Set([...who].map((agent) => rings.findLastIndex((ring) => ring.agent === agent && ring.shown)));
  const results = rings.map(({ agent, end }, place): ExpectedOffer => {
    if (
      picked.has(place) ||
      (who.has(agent) &&
        !rings.some((ring) => ring.agent === agent && ring.shown) &&
        rings.findLastIndex((ring) => ring.agent === agent) === place)
    )
      return { agent, result: 'answered' };
    const elsewhere =
      traits.ring === 'simultaneous' &&
      isAnswered &&
      (end === 'elsewhere' || end === 'ended') &&
      !legs.some((leg) => leg.agent === agent);
    return { agent, result: elsewhere ? 'answered_elsewhere' : 'missed' };
  });
  const unheard = clicker === null ? legs : legs.filter(({ agent }) => agent !== clicker);
  const byReport = unheard.flatMap(({ agent }): ExpectedOffer[] =>
    agent === null || rings.some((ring) => ring.agent === agent)
      ? []
      : [{ agent, result: who.has(agent) ? 'answered' : 'missed' }],
  );
  const deciding = known.filter(({ result }) => result === (isAnswered ? 'answered' : 'failed'));
  const recorded = known.some(({ recording }) => recording);
  const offers = [...results, ...byReport];
  const dialler = entry.script.direction === 'outbound' ? (clicker ?? offers[0]?.agent ?? null) : null;
  return {
    outcome,
    counsellor: talkers.at(-1)?.agent ?? (isAnswered ? null : dialler),
    talkSeconds: isAnswered ? (seconds.length > 0 ? seconds.reduce((sum, each) => sum + each, 0) : null) : 0,
    talkers,
    offers,
    cards: rings
      .filter(({ shown }) => shown)
      .map(({ agent, at, endedAt }) => ({
        agent,
        brief: (endedAt !== null && endedAt - at < BRIEF_MS) || entry.told.some((one) => one.at === at && one.slow),
      })),
    recording: isAnswered || outcome === 'voicemail' ? (recorded ? 'ready' : 'pending') : 'none',
    source:
      outcome !== 'unknown' && deciding.length > 0 && deciding.every(({ from }) => from === 'record')
        ? 'reconciled'
        : 'events',
    stamped: legs.some(({ startTold }) => startTold),
    pickedUp,
    moved: false,
  };
}

function outcomeOf(
  { script }: LedgerEntry,
  {
    rings,
    legs,
    ended,
    clicker,
  }: { rings: Heard['rings']; legs: readonly Leg[]; ended: boolean; clicker: string | null },
): string {
  if (!ended) return 'unknown';
  if (legs.some(({ result }) => result === 'answered')) return 'answered';
  if (legs.length === 0) return 'unknown';
  if (legs.some(({ cause }) => cause === 'voicemail')) return 'voicemail';
  if (script.direction === 'inbound')
    return rings.length > 0 || legs.some(({ agent }) => agent !== null) ? 'missed' : 'abandoned';
  const cause = legs.findLast((leg) => leg.cause !== null)?.cause ?? 'failed';
  // The counsellor's own phone was not picked up: such a report names nobody.
  return clicker !== null && cause === 'no_answer' && script.outcome === 'agent_no_answer' ? 'agent_no_answer' : cause;
}

/** By the end of their legs where all tell it, else as they were told. */
function inOrderOfTalk(legs: readonly Leg[]): readonly Leg[] {
  return legs.every(({ endsAt }) => endsAt !== null)
    ? legs.toSorted((a, b) => (a.endsAt ?? 0) - (b.endsAt ?? 0))
    : legs;
}
