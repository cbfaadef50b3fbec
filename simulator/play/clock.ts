import type { Script } from '../day/script.ts';

/**
 * How a call's own time runs in ours. What takes minutes at a desk is played in seconds: `compress` of its seconds pass
 * in one of ours. Only a ring takes `leastRingMs` at least, because a card needs its moment to show.
 *
 * The stamps a vendor writes are of the call's own time, which begins when the call really begins: they run ahead of our
 * clock, by less than the ten minutes that contract 1.1 takes as plausible.
 */
export interface Pace {
  readonly compress: number;
  readonly leastRingMs: number;
}

export const usualPace: Pace = { compress: 120, leastRingMs: 2500 };

/** Gives, for a moment of the call in seconds from its beginning, how many ms of ours have passed by then. */
export function paced({ rings, ends }: Script, { compress, leastRingMs }: Pace): (seconds: number) => number {
  const anchors: { at: number; ms: number }[] = [{ at: 0, ms: 0 }];
  const moments = [...new Set([...rings.map(({ from }) => from), ends])].toSorted((a, b) => a - b);
  let rung = false;
  for (const at of moments) {
    const last = anchors.at(-1) ?? { at: 0, ms: 0 };
    const ms = last.ms + Math.max(((at - last.at) * 1000) / compress, rung ? leastRingMs : 0);
    rung = rings.some(({ from }) => from === at);
    if (at > 0) anchors.push({ at, ms });
  }
  return (seconds) => {
    const after = anchors.findIndex(({ at }) => at >= seconds);
    const next = anchors[after];
    const before = anchors[after === -1 ? anchors.length - 1 : Math.max(0, after - 1)] ?? { at: 0, ms: 0 };
    if (next === undefined) return before.ms + ((seconds - before.at) * 1000) / compress;
    if (next.at === before.at) return next.ms;
    return before.ms + ((seconds - before.at) / (next.at - before.at)) * (next.ms - before.ms);
  };
}
