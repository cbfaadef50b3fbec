import type { EpochMs } from '../ids.ts';
import { asDialled, selfReport, talkOfDialled, talkOfFailed } from './dialled.ts';
import { diallingOf, type Dialling } from './dialling.ts';
import { showsTheCall, type Direction, type Fact } from './facts.ts';
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
  /** It is a go-live check's: followed like any other, and it makes no lead, no work for anybody and nothing to count. Default: no. */
  readonly isTest?: boolean;
}

/** A call's facts, followed to a moment. */
export interface Seen {
  readonly rings: Rings;
  readonly legs: readonly Leg[];
  /** How far its placing has come, of a call that was clicked. */
  readonly dialling: Dialling | null;
  /** How and when the call ended, if it has; `gaveUp` when nobody ever told us. */
  readonly end: { readonly at: EpochMs; readonly gaveUp: boolean } | null;
  readonly talk: Talk | null;
  readonly dialAt: EpochMs | null;
  readonly askAt: EpochMs | null;
  /** When time alone makes it another: it is given up, or its placing is. */
  readonly giveUpAt: EpochMs | null;
  /** A routing question that no event has claimed. */
  readonly unclaimed: boolean;
}

type Awaited = Pick<Seen, 'dialAt' | 'askAt' | 'giveUpAt'>;
const NOTHING: Awaited = { dialAt: null, askAt: null, giveUpAt: null };

/**
 * Whether and how the call has ended by `now`, and what it waits for until then.
 *
 * @param facts in sequence order
 */
export function see(facts: readonly Fact[], identity: CallIdentity, policy: CallPolicy, now: EpochMs): Seen {
  const dialling = diallingOf(facts, policy.canPull, now);
  const told = dialling === null ? facts : asDialled(facts, dialling.requested.counsellorId);
  const rings = followRings(told, policy, now);
  const legs = legsOf(told);
  const unclaimed = !facts.some(claims);
  const settles = (end: Seen['end'], awaited: Partial<Awaited>, known: Talk | null = null): Seen => {
    const closed = end?.gaveUp ? closeRings(rings, end.at) : rings;
    const talk = end && (known ?? (end.gaveUp ? GAVE_UP : talkAt(closed)));
    return { rings: closed, legs, dialling, end, talk, unclaimed, ...NOTHING, ...awaited };
  };
  const talkAt = (closed: Rings): Talk => {
    const talk = talkOf(legs, closed, identity.direction);
    return dialling === null ? talk : talkOfDialled(talk, facts, dialling.requested.counsellorId);
  };

  if (unclaimed) {
    const giveUpAt = identity.firstHeardAt + ROUTING_ONLY_MS;
    return settles(now >= giveUpAt ? { at: giveUpAt, gaveUp: true } : null, { giveUpAt });
  }
  const own = selfReport(facts);
  if (own !== null) return settles({ at: own.first.receivedAt, gaveUp: false }, NOTHING, own.talk);
  if (dialling !== null && !dialling.taken) {
    const { failed, dialAt, askAt, turnsAt } = dialling;
    if (failed) return settles({ at: failed.at, gaveUp: false }, NOTHING, talkOfFailed(failed.reason));
    return settles(null, { dialAt, askAt, giveUpAt: turnsAt });
  }
  // Of a call from the counsellor's own phone the vendor knows nothing.
  const asked = dialling?.requested.via === 'app' ? { ...policy, canPull: false } : policy;
  if (rings.ended === null) {
    const waiting = waitingFor(facts, asked, null);
    const gaveUp = now >= waiting.giveUpAt;
    return settles(gaveUp ? { at: waiting.giveUpAt, gaveUp } : null, gaveUp ? NOTHING : waiting);
  }
  const ended = settles({ at: rings.ended.at, gaveUp: false }, NOTHING);
  if (ended.talk?.outcome !== 'unknown') return ended;
  // A report whose words we could not read: the vendor's record may say more.
  const waiting = waitingFor(facts, asked, rings.ended.at);
  return { ...ended, ...(waiting.askAt !== null && now < waiting.giveUpAt ? waiting : NOTHING) };
}

/** Whether a fact shows that somebody dialled, a phone rang, or a report came: more than a routing question. */
function claims(fact: Fact): boolean {
  return fact.kind === 'record_pulled' || fact.kind === 'dial_requested' || showsTheCall(fact);
}
