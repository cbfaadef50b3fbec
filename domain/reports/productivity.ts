/** What the calls of one counsellor come to in some days; sums alone, so that rows can be added up. */
export interface Tally {
  readonly inboundSuccess: number;
  readonly inboundMissed: number;
  readonly outboundSuccess: number;
  readonly outboundMissed: number;
  readonly campaignSuccess: number;
  readonly campaignMissed: number;
  /** Seconds the counsellor talked. */
  readonly talkSeconds: number;
  /** Successes with a duration, over which the talk is averaged. */
  readonly timedSuccesses: number;
  readonly offers: number;
  readonly offersAnswered: number;
  /** Rings of which we know how long they lasted, and that in seconds. */
  readonly timedRings: number;
  readonly ringSeconds: number;
  /** Leads they talked with, each once. */
  readonly leadsEngaged: number;
}

/** A Row of contract section 3, without whose it is. Durations in seconds, means to the hundredth. */
export interface Productivity {
  readonly inboundSuccess: number;
  readonly inboundMissed: number;
  readonly outboundSuccess: number;
  readonly outboundMissed: number;
  readonly campaignSuccess: number;
  readonly campaignMissed: number;
  readonly totalSuccess: number;
  readonly totalMissed: number;
  readonly totalCallDuration: number;
  /** Null where no success has a duration. */
  readonly averageCallDuration: number | null;
  readonly offers: number;
  readonly offersAnswered: number;
  /** Null where no ring's length is known. */
  readonly meanRingSeconds: number | null;
  readonly leadsEngaged: number;
}

export const NOTHING: Tally = {
  inboundSuccess: 0,
  inboundMissed: 0,
  outboundSuccess: 0,
  outboundMissed: 0,
  campaignSuccess: 0,
  campaignMissed: 0,
  talkSeconds: 0,
  timedSuccesses: 0,
  offers: 0,
  offersAnswered: 0,
  timedRings: 0,
  ringSeconds: 0,
  leadsEngaged: 0,
};

// The members of an object of this very type.
const MEMBERS = Object.keys(NOTHING) as readonly (keyof Tally)[];

/** The sum of tallies: a lead that two counsellors engaged counts for both (product 7: total is the sum of rows). */
export function sumOf(tallies: readonly Tally[]): Tally {
  const sum = (member: keyof Tally) => tallies.reduce((total, tally) => total + tally[member], 0);
  return { ...NOTHING, ...Object.fromEntries(MEMBERS.map((member) => [member, sum(member)])) };
}

/** The row that a tally makes. */
export function productivityOf(tally: Tally): Productivity {
  const { inboundSuccess, inboundMissed, outboundSuccess, outboundMissed, campaignSuccess, campaignMissed } = tally;
  return {
    inboundSuccess,
    inboundMissed,
    outboundSuccess,
    outboundMissed,
    campaignSuccess,
    campaignMissed,
    totalSuccess: inboundSuccess + outboundSuccess + campaignSuccess,
    totalMissed: inboundMissed + outboundMissed + campaignMissed,
    totalCallDuration: tally.talkSeconds,
    averageCallDuration: mean(tally.talkSeconds, tally.timedSuccesses),
    offers: tally.offers,
    offersAnswered: tally.offersAnswered,
    meanRingSeconds: mean(tally.ringSeconds, tally.timedRings),
    leadsEngaged: tally.leadsEngaged,
  };
}

function mean(sum: number, count: number): number | null {
  return count === 0 ? null : Math.round((sum / count) * 100) / 100;
}
