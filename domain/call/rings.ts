import type { CounsellorId, EpochMs } from '../ids.ts';
import type { Fact, FactOf } from './facts.ts';
import { legKey, WHOLE_CALL, type LegKey } from './legs.ts';
import type { CallPolicy } from './policy.ts';

/** Why an offer stopped ringing; also the reason its card is withdrawn for. */
export type RingEnd = 'next_agent' | 'answered_elsewhere' | 'call_ended' | 'expired';

/** One ringing of one counsellor that we were told of while it happened. */
export interface RungOffer {
  readonly factSeq: number;
  readonly counsellorId: CounsellorId;
  readonly at: EpochMs;
  /** When it can't be ringing any longer, if nothing else is heard. */
  expiresAt: EpochMs;
  /** Whether it may be shown: not overtaken by what we knew when it arrived. */
  readonly shown: boolean;
  endedAt: EpochMs | null;
  /** Null while it rings, and for one that was picked up. */
  end: RingEnd | null;
}

/** How the ringing went, as far as we were told. */
export interface Rings {
  readonly offers: readonly RungOffer[];
  /** The report that ended the call, null while it goes on. `at` is when we heard it. */
  readonly ended: { readonly at: EpochMs; readonly seq: number } | null;
  /** That somebody was heard to answer, by a live event; null when no such event came. */
  readonly answered: Answered | null;
  /** Agent numbers mapped to nobody that were rung. */
  readonly unknownRung: ReadonlySet<LegKey>;
  /** Of a call dialled out: the counsellor's own phone was picked up, and the student's rings. */
  readonly studentRung: boolean;
}

interface Answered {
  /** When we heard of it first. */
  readonly at: EpochMs;
  /** Who answered, each once, the one who talked last at the end; empty for somebody we do not know. */
  readonly counsellorIds: readonly CounsellorId[];
}

interface Ended {
  readonly at: EpochMs;
  readonly seq: number;
  /** Set when a failed leg ended the call: another counsellor's ring soon after is its next leg. */
  readonly failedLeg: LegKey | null;
}

/**
 * Follows the events of a call in the order we heard them: whom each pop-up request rang, what ended each
 * ring, and whether the call is over.
 *
 * The rules are product 1.3 and 2: the next counsellor's ring ends the one before (sequential); a failed leg
 * while another rings ends only its own; a failed leg with nobody else ringing ends the call, until another
 * counsellor is rung within the ring time; a ring heard after its own leg's report is that leg, come late.
 *
 * @param facts in sequence order
 * @param now rings past their time by then have expired
 */
export function followRings(facts: readonly Fact[], policy: CallPolicy, now: EpochMs): Rings {
  const follower = new Follower(policy);
  for (const fact of facts) follower.take(fact);
  return follower.result(now);
}

class Follower {
  private readonly offers: RungOffer[] = [];
  private readonly reported = new Set<LegKey>();
  /** Agent numbers mapped to nobody that were rung, with the sequence number of their newest ring. */
  private readonly unknownRings = new Map<LegKey, number>();
  private ended: Ended | null = null;
  private answered: Rings['answered'] = null;
  private studentRung = false;
  private readonly policy: CallPolicy;

  constructor(policy: CallPolicy) {
    this.policy = policy;
  }

  take(fact: Fact): void {
    switch (fact.kind) {
      case 'offered':
        return this.takeOffered(fact);
      case 'offer_ended':
        return this.takeOfferEnded(fact);
      case 'student_rung':
        return this.takeStudentRung(fact);
      case 'answered':
        return this.takeAnswered(fact);
      case 'ended':
        return this.takeReport(fact);
      case 'record_pulled':
        return this.takeRecord(fact);
      default:
        return undefined;
    }
  }

  result(now: EpochMs): Rings {
    this.endRings(now, 'expired', (offer) => offer.expiresAt <= now);
    return {
      offers: this.offers,
      ended: this.ended && { at: this.ended.at, seq: this.ended.seq },
      answered: this.answered,
      unknownRung: new Set(this.unknownRings.keys()),
      studentRung: this.studentRung,
    };
  }

  private takeOffered(fact: FactOf<'offered'>): void {
    const key = legKey(fact.agent);
    const { counsellorId } = fact.agent;
    const overtaken = fact.stale || this.isLate(key, fact);
    if (!overtaken) {
      // The next leg: what was heard of an answer belonged to the one that failed.
      if (this.ended !== null) this.answered = null;
      this.ended = null;
      // Ringing several at once, a second ring of one of them is still a new offer of theirs, and one card a call.
      const replaced = (offer: RungOffer) => this.policy.ring === 'sequential' || offer.counsellorId === counsellorId;
      this.endRings(fact.receivedAt, 'next_agent', replaced);
    }
    // A report that came before the ring it is about is answered for by this ring.
    this.reported.delete(key);
    if (counsellorId === null) {
      this.unknownRings.set(key, fact.seq);
      return;
    }
    const talking = this.ended === null && this.answered?.counsellorIds.at(-1) === counsellorId;
    const seconds = fact.reportsAnswer ? this.policy.ringSeconds : this.policy.talkSeconds;
    this.offers.push({
      factSeq: fact.seq,
      counsellorId,
      at: fact.receivedAt,
      expiresAt: fact.receivedAt + seconds * 1000,
      // Of one who talks already, their ring come late, or the echo of one we know.
      shown:
        !overtaken && !(talking && this.offers.some((offer) => offer.counsellorId === counsellorId && offer.shown)),
      endedAt: overtaken || talking ? fact.receivedAt : null,
      end: overtaken ? 'call_ended' : null,
    });
  }

  /** Whether a ring is told of only after what it led to: its own leg's report, or the end of the call. */
  private isLate(key: LegKey, fact: FactOf<'offered'>): boolean {
    if (this.reported.has(key)) return true;
    if (this.ended === null) return false;
    const { failedLeg, at } = this.ended;
    const isNextLeg = failedLeg !== null && failedLeg !== key && fact.receivedAt - at <= this.policy.ringSeconds * 1000;
    return !isNextLeg;
  }

  private takeOfferEnded(fact: FactOf<'offer_ended'>): void {
    const own = (offer: RungOffer) => offer.counsellorId === fact.agent.counsellorId;
    // Told before the ring it ended, it makes that ring a late one.
    if (!this.offers.some(own)) this.reported.add(legKey(fact.agent));
    this.endRings(fact.receivedAt, 'next_agent', own);
  }

  /** Whoever dialled waits for the student: their own ring is over, and their card stays as long as a talk may last. */
  private takeStudentRung(fact: FactOf<'student_rung'>): void {
    this.studentRung = true;
    for (const offer of this.offers) {
      const rings = offer.endedAt === null && offer.expiresAt > fact.receivedAt;
      if (rings && offer.counsellorId === fact.agent?.counsellorId)
        offer.expiresAt = fact.receivedAt + this.policy.talkSeconds * 1000;
    }
  }

  private takeAnswered(fact: FactOf<'answered'>): void {
    const ringing = this.offers.filter((offer) => offer.endedAt === null);
    // An event that names nobody is about the one who rings, when only one does.
    const implied = fact.agent === null && ringing.length === 1 ? ringing[0]?.counsellorId : undefined;
    const counsellorId = fact.agent?.counsellorId ?? implied ?? null;
    const before = this.answered?.counsellorIds.filter((id) => id !== counsellorId) ?? [];
    // Told after the end, it still says who talked, but rings nobody's phone any more.
    const at = this.answered?.at ?? Math.min(fact.receivedAt, this.ended?.at ?? Infinity);
    this.answered = { at, counsellorIds: counsellorId === null ? before : [...before, counsellorId] };
    if (this.ended) return;
    this.endRings(fact.receivedAt, null, (offer) => offer.counsellorId === counsellorId);
    this.endRings(fact.receivedAt, 'answered_elsewhere', () => true);
  }

  private takeReport(fact: FactOf<'ended'>): void {
    const key = legKey(fact.agent);
    const own = (offer: RungOffer) => offer.counsellorId === fact.agent?.counsellorId;
    if (!this.offers.some(own) && !this.unknownRings.has(key)) this.reported.add(key);

    if (fact.status.result === 'success') {
      this.endRings(fact.receivedAt, 'answered_elsewhere', (offer) => !own(offer));
      this.endRings(fact.receivedAt, 'call_ended', own);
      this.end(fact, null);
      return;
    }
    if (this.othersGoOn(fact, key)) {
      this.endRings(fact.receivedAt, 'next_agent', own);
      return;
    }
    this.endRings(fact.receivedAt, 'call_ended', () => true);
    this.end(fact, key === WHOLE_CALL ? null : key);
  }

  /** Whether somebody else is ringing or talking while this leg failed. A report that names nobody ends the call. */
  private othersGoOn(fact: FactOf<'ended'>, key: LegKey): boolean {
    if (fact.agent === null || this.ended) return false;
    const { counsellorId } = fact.agent;
    const ringing = this.offers.filter(
      (offer) => offer.endedAt === null && offer.expiresAt > fact.receivedAt && offer.counsellorId !== counsellorId,
    );
    if (counsellorId !== null) {
      const another = this.answered !== null && this.answered.counsellorIds.at(-1) !== counsellorId;
      return another || ringing.length > 0;
    }
    // Mapped to nobody: a leg of its own only when we saw it rung and then overtaken.
    const rungAs = this.unknownRings.get(key);
    return rungAs !== undefined && ringing.some((offer) => offer.factSeq > rungAs);
  }

  private takeRecord(fact: FactOf<'record_pulled'>): void {
    if (fact.result !== 'found') return;
    this.endRings(fact.receivedAt, 'call_ended', () => true);
    this.end(fact, null);
  }

  private end(fact: { receivedAt: EpochMs; seq: number }, failedLeg: LegKey | null): void {
    // Over is over: only an end by a failed leg can be followed by another leg, or by the true end.
    if (this.ended && this.ended.failedLeg === null) return;
    this.ended = { at: fact.receivedAt, seq: fact.seq, failedLeg };
  }

  private endRings(at: EpochMs, end: RingEnd | null, which: (offer: RungOffer) => boolean): void {
    for (const offer of this.offers) {
      if (offer.endedAt !== null || !which(offer)) continue;
      const expired = offer.expiresAt <= at;
      // Requests taken in at the same moment may be committed in the other order.
      offer.endedAt = expired ? offer.expiresAt : Math.max(offer.at, at);
      offer.end = expired ? 'expired' : end;
    }
  }
}

/** The same rings with whatever still rang ended at `at`: the call was given up. */
export function closeRings(rings: Rings, at: EpochMs): Rings {
  return {
    ...rings,
    offers: rings.offers.map((offer) =>
      offer.endedAt === null ? { ...offer, endedAt: Math.max(at, offer.at), end: 'call_ended' } : offer,
    ),
  };
}
