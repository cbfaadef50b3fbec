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
}

/** In order of talking: by start, else by end, each only where every leg has it; else by first report. */
function inOrderOfTalk(legs: readonly Leg[]): readonly Leg[] {
  const stamps = (field: 'startedAt' | 'endedAt') => legs.every((leg) => leg[field] !== null);
  const byStart = stamps('startedAt');
  const byEnd = stamps('endedAt');
  return legs.toSorted(
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
  const successes = inOrderOfTalk(legs.filter((leg) => leg.status.result === 'success'));
  if (successes.length === 0) {
    return { outcome: failureOf(legs, rings, direction), talkers: [], talkSeconds: 0, timed: true, inferred: false };
  }
  const named = successes.filter((leg) => leg.key !== WHOLE_CALL);
  const counted = named.length > 0 ? named : successes;
  const talkers = named.flatMap((leg) =>
    leg.counsellorId === null ? [] : [{ counsellorId: leg.counsellorId, talkSeconds: leg.talkSeconds }],
  );
  const implied = named.length === 0 ? impliedTalker(rings, legs) : null;
  if (implied !== null) talkers.push({ counsellorId: implied, talkSeconds: counted[0]?.talkSeconds ?? null });

  const known = counted.flatMap((leg) => (leg.talkSeconds === null ? [] : [leg.talkSeconds]));
  return {
    outcome: 'answered',
    talkers,
    talkSeconds: known.length > 0 ? known.reduce((sum, seconds) => sum + seconds, 0) : null,
    timed: known.length === counted.length,
    inferred: implied !== null && rings.answered === null,
  };
}

function impliedTalker(rings: Rings, legs: readonly Leg[]): CounsellorId | null {
  if (rings.answered) return rings.answered.counsellorId;
  const failed = new Set(legs.filter((leg) => leg.status.result === 'failure').map((leg) => leg.counsellorId));
  const rung = new Set(rings.offers.map((offer) => offer.counsellorId).filter((id) => !failed.has(id)));
  const [only, ...others] = rung;
  return only !== undefined && others.length === 0 ? only : null;
}

function failureOf(legs: readonly Leg[], rings: Rings, direction: Direction): Outcome {
  const failures = legs.flatMap((leg) => (leg.status.result === 'failure' ? [{ ...leg, cause: leg.status.cause }] : []));
  if (failures.length === 0 || legs.some((leg) => leg.status.result === 'unrecognised')) return 'unknown';
  if (failures.some((leg) => leg.cause === 'voicemail')) return 'voicemail';
  if (direction === 'inbound') {
    const rung = rings.offers.length > 0 || rings.unknownRung || failures.some((leg) => leg.key !== WHOLE_CALL);
    return rung ? 'missed' : 'abandoned';
  }
  const last = failures.findLast((leg) => leg.cause !== null)?.cause;
  return last === undefined || last === null || last === 'voicemail' ? 'failed' : last;
}

/** When the last leg that talked began to talk, by the vendor's clock alone; null when it does not say. */
export function vendorAnswerStamp(legs: readonly Leg[]): EpochMs | null {
  const leg = inOrderOfTalk(legs.filter(({ status }) => status.result === 'success')).at(-1);
  if (!leg || leg.endedAt === null || leg.talkSeconds === null) return null;
  return leg.endedAt - leg.talkSeconds * 1000;
}
