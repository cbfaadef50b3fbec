import type { CounsellorId, EpochMs } from '../ids.ts';
import type { Direction, Outcome } from './facts.ts';
import { WHOLE_CALL, type Leg } from './legs.ts';
import type { Rings } from './rings.ts';

/** A counsellor who talked, and how long, in seconds; null when nobody told us. */
export interface Talker {
  readonly counsellorId: CounsellorId;
  readonly talkSeconds: number | null;
}

/** Who talked on an ended call, first to last, and how it came out. */
export interface Talk {
  readonly outcome: Outcome;
  readonly talkers: readonly Talker[];
  /** Of all legs that talked, including those of nobody we know; null when no leg says. */
  readonly talkSeconds: number | null;
  /** Talk is known for every leg that talked. */
  readonly timed: boolean;
  /** The one who talked is the only one rung, not one the report names. */
  readonly inferred: boolean;
  /** When we learned of the last leg that talked; null when none did. */
  readonly learnedAt: EpochMs | null;
}

/** A call that nobody ever told us the end of. */
export const GAVE_UP: Talk = {
  outcome: 'unknown',
  talkers: [],
  talkSeconds: 0,
  timed: true,
  inferred: false,
  learnedAt: null,
};

/**
 * The legs that talked, in order of talking: by start, else by end, each only where every leg has it; else by first
 * report. A report that names nobody is a leg of its own only when no other talked.
 */
export function talkedLegs(legs: readonly Leg[]): readonly Leg[] {
  const successes = legs.filter((leg) => leg.status.result === 'success');
  const named = successes.filter((leg) => leg.key !== WHOLE_CALL);
  const counted = named.length > 0 ? named : successes;
  const byStart = counted.every((leg) => leg.startedAt !== null);
  const byEnd = counted.every((leg) => leg.endedAt !== null);
  return counted.toSorted(
    (a, b) =>
      (byStart ? (a.startedAt ?? 0) - (b.startedAt ?? 0) : 0) ||
      (byEnd ? (a.endedAt ?? 0) - (b.endedAt ?? 0) : 0) ||
      a.firstSeq - b.firstSeq,
  );
}

/**
 * Decides how an ended call came out. Answered when any leg talked; a success that names nobody belongs to
 * whoever was heard to answer, else to the only counsellor rung.
 *
 * @param legs what the reports come to (domain/call/legs)
 */
export function talkOf(legs: readonly Leg[], rings: Rings, direction: Direction): Talk {
  const talked = talkedLegs(legs);
  const [first] = talked;
  if (first === undefined) {
    return { ...GAVE_UP, outcome: failureOf(legs, rings, direction) };
  }
  const seconds = talked.map((leg) => leg.talkSeconds ?? (talked.length === 1 ? wholeTalk(legs) : null));
  const implied = first.key === WHOLE_CALL ? impliedTalkers(rings, legs) : [];
  const named = talked.flatMap(({ counsellorId }, index) =>
    counsellorId === null ? [] : [{ counsellorId, talkSeconds: seconds[index] ?? null }],
  );
  const known = seconds.filter((each) => each !== null);
  return {
    outcome: 'answered',
    // Legs unknown: all the talk is the last one's.
    talkers: [
      ...named,
      ...implied.map((counsellorId) => ({
        counsellorId,
        talkSeconds: counsellorId === implied.at(-1) ? (seconds[0] ?? null) : null,
      })),
    ],
    talkSeconds: known.length > 0 ? known.reduce((sum, each) => sum + each, 0) : null,
    timed: known.length === talked.length,
    inferred: implied.length > 0 && !rings.answered?.counsellorIds.length,
    learnedAt: talked.reduce<EpochMs | null>(
      (last, leg) => (leg.successAt === null ? last : Math.max(last ?? 0, leg.successAt)),
      null,
    ),
  };
}

/** What a report about the call as a whole says of its talk. */
function wholeTalk(legs: readonly Leg[]): number | null {
  const whole = legs.find((leg) => leg.key === WHOLE_CALL && leg.status.result === 'success');
  return whole?.talkSeconds ?? null;
}

function impliedTalkers(rings: Rings, legs: readonly Leg[]): readonly CounsellorId[] {
  const heard = rings.answered?.counsellorIds ?? [];
  if (heard.length > 0) return heard;
  const failed = new Set<string>(legs.filter((leg) => leg.status.result === 'failure').map((leg) => leg.key));
  const rung = new Set<string>([...rings.offers.map((offer) => offer.counsellorId), ...rings.unknownRung]);
  const [only, ...others] = [...rung].filter((key) => !failed.has(key));
  return rings.offers
    .filter((offer) => offer.counsellorId === only && others.length === 0)
    .map((offer) => offer.counsellorId)
    .slice(0, 1);
}

function failureOf(legs: readonly Leg[], rings: Rings, direction: Direction): Outcome {
  const failures = legs.flatMap((leg) =>
    leg.status.result === 'failure' ? [{ ...leg, cause: leg.status.cause }] : [],
  );
  // A failure of the call as a whole leaves no leg open whose own report we could not read.
  const whole = failures.some((leg) => leg.key === WHOLE_CALL);
  const unread = legs.some((leg) => leg.status.result === 'unrecognised');
  if (failures.length === 0 || (unread && !whole)) return 'unknown';
  if (failures.some((leg) => leg.cause === 'voicemail')) return 'voicemail';
  if (direction === 'inbound') {
    const rung = rings.offers.length > 0 || rings.unknownRung.size > 0 || legs.some((leg) => leg.key !== WHOLE_CALL);
    return rung ? 'missed' : 'abandoned';
  }
  const last = failures.findLast((leg) => leg.cause !== null)?.cause;
  return last === undefined || last === null || last === 'voicemail' ? 'failed' : last;
}

/** When the first leg that talked began to talk, by the vendor's clock alone; null when it does not say. */
export function vendorAnswerStamp(legs: readonly Leg[]): EpochMs | null {
  const [leg] = talkedLegs(legs);
  if (!leg || leg.endedAt === null || leg.talkSeconds === null) return null;
  return leg.endedAt - leg.talkSeconds * 1000;
}
