import type { EpochMs } from '../ids.ts';
import type { Direction, Fact } from './facts.ts';
import { legsOf, type Leg } from './legs.ts';
import type { CallPolicy } from './policy.ts';
import { closeRings, followRings, type Rings } from './rings.ts';
import { GAVE_UP, talkOf, type Talk } from './talk.ts';
import { ROUTING_ONLY_MS, waitingFor } from './waiting.ts';

/** What was decided once, when the call was first heard of. */
export interface CallIdentity {
  readonly direction: Direction;
  readonly firstHeardAt: EpochMs;
  /** The student's number was blocked: no pop-up, no missed entry, no lead. */
  readonly blocked: boolean;
}

/** A call's facts, followed to a moment. */
export interface Seen {
  readonly rings: Rings;
  readonly legs: readonly Leg[];
  /** How and when the call ended, if it has; `gaveUp` when nobody ever told us. */
  readonly end: { readonly at: EpochMs; readonly gaveUp: boolean } | null;
  readonly talk: Talk | null;
  readonly askAt: EpochMs | null;
  readonly giveUpAt: EpochMs | null;
  /** A routing question that no event has claimed. */
  readonly unclaimed: boolean;
}

/**
 * Whether and how the call has ended by `now`, and what it waits for until then.
 *
 * @param facts in sequence order
 */
export function see(facts: readonly Fact[], identity: CallIdentity, policy: CallPolicy, now: EpochMs): Seen {
  const rings = followRings(facts, policy, now);
  const legs = legsOf(facts);
  const unclaimed = !facts.some(claims);
  const settles = (end: Seen['end'], waiting: Pick<Seen, 'askAt' | 'giveUpAt'>): Seen => {
    const closed = end?.gaveUp ? closeRings(rings, end.at) : rings;
    const outcome = end?.gaveUp ? GAVE_UP : null;
    const talk = end ? (outcome ?? talkOf(legs, closed, identity.direction)) : null;
    return { rings: closed, legs, end, talk, unclaimed, ...waiting };
  };
  const nothing = { askAt: null, giveUpAt: null };

  if (unclaimed) {
    const giveUpAt = identity.firstHeardAt + ROUTING_ONLY_MS;
    return settles(now >= giveUpAt ? { at: giveUpAt, gaveUp: true } : null, { askAt: null, giveUpAt });
  }
  if (rings.ended === null) {
    const waiting = waitingFor(facts, policy, null);
    const gaveUp = now >= waiting.giveUpAt;
    return settles(gaveUp ? { at: waiting.giveUpAt, gaveUp } : null, gaveUp ? nothing : waiting);
  }
  const ended = settles({ at: rings.ended.at, gaveUp: false }, nothing);
  if (ended.talk?.outcome !== 'unknown') return ended;
  // A report whose words we could not read: the vendor's record may say more.
  const waiting = waitingFor(facts, policy, rings.ended.at);
  return { ...ended, ...(waiting.askAt !== null && now < waiting.giveUpAt ? waiting : nothing) };
}

/** Whether a fact shows that somebody's phone rang, or a report came: more than a routing question. */
function claims({ kind }: Fact): boolean {
  return kind === 'offered' || kind === 'offer_ended' || kind === 'answered' || kind === 'ended' || kind === 'record_pulled';
}
