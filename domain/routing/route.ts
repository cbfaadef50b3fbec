import type { CounsellorId } from '../ids.ts';

/** At most this many numbers are sent to a vendor (product 1.1). */
export const LONGEST_ANSWER = 10;

/** A counsellor who is active and has a number at the vendor that asks. */
export interface Candidate {
  readonly id: CounsellorId;
  /** Taking calls, allowed pop-ups, and neither ringing, talking, wrapping up nor routed to a moment ago. */
  readonly available: boolean;
}

/** Everything a routing answer depends on, as it stood when the vendor asked. Ids and flags only. */
export interface RoutingSnapshot {
  /** The lead's owners in owner order, else the institute's sticky counsellors; empty: nobody is named. */
  readonly line: readonly Candidate[];
  /** Everybody else who is available; read only when the policy may need them. */
  readonly others: readonly CounsellorId[];
  /** What to do when somebody in the line is busy or away. */
  readonly fallback: 'vendor' | 'random';
  /** Decides the random order; any 32-bit integer. */
  readonly seed: number;
}

/**
 * Whom to ring, in ringing order; empty for nobody (product 1.1, 1.2). Pure, so that the workflow and an API
 * process that cannot reach it give the same answer.
 */
export function route({ line, others, fallback, seed }: RoutingSnapshot): readonly CounsellorId[] {
  const ids = (candidates: readonly Candidate[]) => candidates.map((candidate) => candidate.id);
  const free = line.filter((candidate) => candidate.available);
  const busy = line.filter((candidate) => !candidate.available);
  const order =
    fallback === 'vendor' || busy.length === 0 ? ids(line) : [...ids(free), ...shuffled(others, seed), ...ids(busy)];
  return [...new Set(order)].slice(0, LONGEST_ANSWER);
}

/** Fisher–Yates with a small seeded generator (mulberry32): the same seed gives the same order everywhere. */
function shuffled<T>(values: readonly T[], seed: number): readonly T[] {
  const result = [...values];
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const [a, b] = [result[last], result[other]];
    if (a === undefined || b === undefined) continue;
    [result[last], result[other]] = [b, a];
  }
  return result;
}
