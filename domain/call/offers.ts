import type { CounsellorId, EpochMs } from '../ids.ts';
import type { Leg } from './legs.ts';
import type { Ring } from './policy.ts';
import type { RingEnd, Rings, RungOffer } from './rings.ts';

export type OfferResult = 'ringing' | 'answered' | 'missed' | 'answered_elsewhere' | 'cancelled';

/** One ringing of one counsellor, as the call's log shows it. */
export interface Offer {
  /** The fact that made it; null for a leg that only a later report names. */
  readonly factSeq: number | null;
  readonly counsellorId: CounsellorId;
  readonly at: EpochMs;
  readonly endedAt: EpochMs | null;
  readonly result: OfferResult;
}

/** What the counsellor's screen should show for one offer. */
export type CardPhase =
  | { readonly state: 'open' }
  | { readonly state: 'answered' }
  | { readonly state: 'closed' }
  | { readonly state: 'withdrawn'; readonly reason: RingEnd };

/** A pop-up that the facts ask for. */
export interface Card {
  readonly factSeq: number;
  readonly counsellorId: CounsellorId;
  readonly at: EpochMs;
  readonly phase: CardPhase;
}

interface Known {
  readonly rings: Rings;
  readonly legs: readonly Leg[];
  readonly talkers: readonly CounsellorId[];
  /** Somebody talks or talked, whoever it was. */
  readonly answered: boolean;
  /** Null while the call goes on. */
  readonly endedAt: EpochMs | null;
  readonly ring: Ring;
}

/**
 * Sequence number of each talker's newest ring: the one that was picked up. One that was told of too late to be shown
 * may be a mere echo, and takes no card away.
 */
function pickedUp({ rings, talkers, endedAt }: Known): ReadonlySet<number> {
  const who = endedAt === null ? (rings.answered?.counsellorIds ?? []) : talkers;
  const seqs = who.map((id) => {
    const own = rings.offers.filter((offer) => offer.counsellorId === id && offer.endedAt !== null);
    return (own.findLast((offer) => offer.shown) ?? own.at(-1))?.factSeq;
  });
  return new Set(seqs.filter((seq) => seq !== undefined));
}

function resultOf(offer: RungOffer, picked: boolean, known: Known): OfferResult {
  if (picked) return 'answered';
  if (offer.endedAt === null) return 'ringing';
  return wasElsewhere(offer, known) ? 'answered_elsewhere' : 'missed';
}

/**
 * Rung together with whoever took the call (product 1.3). A ring that was over before, or that has a report of its own,
 * was missed; so was every ring of a call that a correction leaves unanswered.
 */
function wasElsewhere({ counsellorId, end }: RungOffer, { ring, answered, legs }: Known): boolean {
  if (ring !== 'simultaneous' || !answered) return false;
  if (legs.some((leg) => leg.counsellorId === counsellorId)) return false;
  return end === 'answered_elsewhere' || end === 'call_ended';
}

/**
 * The call's offers in the order they rang: those we were told of, then the legs that only a report names.
 * Those are made already ended and show no card.
 */
export function offersOf(known: Known): readonly Offer[] {
  const picked = pickedUp(known);
  // What was heard of a call that turned out to be this one stands behind its own in sequence, not in time.
  const heard = known.rings.offers.toSorted((a, b) => a.at - b.at);
  const rung = heard.map((offer) => ({
    factSeq: offer.factSeq,
    counsellorId: offer.counsellorId,
    at: offer.at,
    endedAt: offer.endedAt,
    result: resultOf(offer, picked.has(offer.factSeq), known),
  }));
  const covered = new Set(rung.map((offer) => offer.counsellorId));
  const talked = new Set(known.talkers);
  const named = known.legs.flatMap((leg): Offer[] => {
    if (leg.counsellorId === null || covered.has(leg.counsellorId)) return [];
    const at = leg.startedAt ?? leg.heardAt;
    return [
      {
        factSeq: null,
        counsellorId: leg.counsellorId,
        at,
        endedAt: Math.max(at, leg.endedAt ?? leg.heardAt),
        result: talked.has(leg.counsellorId) ? 'answered' : 'missed',
      },
    ];
  });
  return [...rung, ...named];
}

/**
 * The cards the offers ask for. Offers that were overtaken when they arrived ask for none.
 *
 * @param wrapUpOver the talker's wrap-up is done or its time is over
 */
export function cardsOf(known: Known, wrapUpOver: boolean): readonly Card[] {
  const picked = pickedUp(known);
  return known.rings.offers
    .filter((offer) => offer.shown)
    .map(({ factSeq, counsellorId, at, endedAt, end }) => {
      let phase: CardPhase = { state: 'open' };
      if (picked.has(factSeq)) phase = { state: known.endedAt !== null && wrapUpOver ? 'closed' : 'answered' };
      else if (endedAt !== null) phase = { state: 'withdrawn', reason: end ?? 'call_ended' };
      return { factSeq, counsellorId, at, phase };
    });
}
