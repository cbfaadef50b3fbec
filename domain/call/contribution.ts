import type { CounsellorId } from '../ids.ts';
import type { Outcome } from './facts.ts';
import type { Offer } from './offers.ts';
import type { RungOffer } from './rings.ts';
import type { Talker } from './talk.ts';

/** What one settled call adds to the reports for one counsellor; null stands for the row `unattributed`. */
export interface Contribution {
  readonly counsellorId: CounsellorId | null;
  /** At most one of the two is 1 (product 7). */
  readonly success: 0 | 1;
  readonly missed: 0 | 1;
  readonly talkSeconds: number;
  /** 1 when the success has a duration, so that averages leave the others out. */
  readonly timedSuccesses: 0 | 1;
  readonly offers: number;
  readonly offersAnswered: number;
  /** Rings of which we know how long they lasted, and that, in whole seconds each. */
  readonly timedRings: number;
  readonly ringSeconds: number;
}

interface Settled {
  readonly outcome: Outcome;
  readonly talkers: readonly Talker[];
  /** Of all legs, for a call that nobody we know talked on. */
  readonly talkSeconds: number | null;
  readonly offers: readonly Offer[];
  /** What the offers that rang were made of. */
  readonly rung: readonly RungOffer[];
  /** Of a call that was clicked: by whom, and whether the vendor took it. */
  readonly dialled?: { readonly by: CounsellorId; readonly taken: boolean } | null;
}

/**
 * One row per counsellor who was rung, dialled or talked, or one unattributed row when there is none. A call that the
 * vendor never took counts for nobody (product 7: outbound missed).
 */
export function contributionsOf({
  outcome,
  talkers,
  talkSeconds,
  offers,
  rung,
  dialled,
}: Settled): readonly Contribution[] {
  if (dialled && !dialled.taken) return [];
  const known = outcome !== 'unknown';
  const ids = new Set([
    ...(dialled ? [dialled.by] : []),
    ...offers.map((offer) => offer.counsellorId),
    ...talkers.map((talker) => talker.counsellorId),
  ]);
  const rows = [...ids].map((counsellorId): Contribution => {
    const own = offers.filter((offer) => offer.counsellorId === counsellorId);
    const talker = talkers.find((one) => one.counsellorId === counsellorId);
    // Rung twice by a vendor that rings several at once, the newest ring says how it came out.
    const inVain = counsellorId === dialled?.by ? outcome !== 'answered' : own.at(-1)?.result === 'missed';
    const missed = !talker && known && inVain;
    const rings = known ? own.flatMap((offer) => ringOf(offer, rung) ?? []) : [];
    return {
      counsellorId,
      success: talker ? 1 : 0,
      missed: missed ? 1 : 0,
      talkSeconds: talker?.talkSeconds ?? 0,
      timedSuccesses: talker && talker.talkSeconds !== null ? 1 : 0,
      offers: own.length,
      offersAnswered: own.filter((offer) => offer.result === 'answered').length,
      timedRings: rings.length,
      ringSeconds: rings.reduce((sum, seconds) => sum + seconds, 0),
    };
  });
  const nobodyTalked = talkers.length === 0;
  if (rows.length > 0 && !(outcome === 'answered' && nobodyTalked)) return rows;
  const answered = outcome === 'answered';
  return [
    ...rows,
    {
      counsellorId: null,
      success: answered ? 1 : 0,
      missed: known && !answered ? 1 : 0,
      talkSeconds: answered ? (talkSeconds ?? 0) : 0,
      timedSuccesses: answered && talkSeconds !== null ? 1 : 0,
      offers: 0,
      offersAnswered: 0,
      timedRings: 0,
      ringSeconds: 0,
    },
  ];
}

/**
 * How long a phone rang, in seconds by our clock; null where nobody told: it was picked up and the vendor reports no
 * answers, it ran out, it was heard of only afterwards, or it is a leg that only a report names.
 */
function ringOf({ factSeq, result }: Offer, rung: readonly RungOffer[]): number | null {
  const ring = rung.find((one) => one.factSeq === factSeq);
  if (!ring || ring.endedAt === null || ring.endedAt <= ring.at || ring.end === 'expired') return null;
  if (result === 'answered' && ring.end !== null) return null;
  return Math.round((ring.endedAt - ring.at) / 1000);
}
