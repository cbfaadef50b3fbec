import type { Told } from '../ledger.ts';
import type { Report } from '../telling/message.ts';

/** One counsellor's leg as reports tell it; `agent` null: the call as a whole. */
export interface Leg {
  readonly agent: string | null;
  result: 'answered' | 'failed';
  cause: Report['cause'];
  talkSeconds: number | null;
  recording: boolean;
  endsAt: number | null;
  startTold: boolean;
  /** From a call back, or from the record the product pulls. */
  readonly from: 'call_back' | 'record';
}

/** One ringing the product was told of. */
export interface ToldRing {
  readonly agent: string;
  readonly at: number;
  /** Not overtaken when it was told: it asks for a card. */
  readonly shown: boolean;
  /** Nobody told of it: who picked up was rung. */
  readonly implied: boolean;
  endedAt: number | null;
  end: 'next' | 'elsewhere' | 'ended' | null;
}

/** What somebody who heard all requests of a call, in their order, knows of it. */
export interface Heard {
  readonly rings: readonly ToldRing[];
  readonly legs: readonly Leg[];
  /** Who was heard to answer, last one last. */
  readonly answered: readonly string[];
  /** Somebody was heard to answer while the call was on, whatever was told of it afterwards. */
  readonly pickedUp: boolean;
  readonly ended: boolean;
}

export interface Hearing {
  readonly ring: 'sequential' | 'simultaneous';
  /** In ms. */
  readonly ringMs: number;
  /** Who clicked: rings of their own call are no offers, and reports that name nobody are about them. */
  readonly clicker: string | null;
}

/** A record the product pulls, at its place among the requests. */
export interface Pulled {
  readonly kind: 'pulled';
  readonly at: number;
  readonly legs: readonly Omit<Leg, 'from'>[];
}

/**
 * Follows what was told by the rules of product 1.3 and 2, written down anew here: this is the witness against which the
 * product is held, so it shares no code with it.
 */
export function hear(told: readonly (Told | Pulled)[], { ring, ringMs, clicker }: Hearing): Heard {
  const rings: ToldRing[] = [];
  const legs: Leg[] = [];
  let answered: string[] = [];
  /** Each time somebody was told to have answered: who, if they were named, and how many rings had been told by then. */
  const answers: { readonly agent: string | null; readonly rung: number }[] = [];
  let pickedUp = false;
  /** Reported, or over, before they were heard to ring. */
  const early = new Set<string>();
  let ended: { at: number; failedLeg: string | null } | null = null;

  const endRings = (at: number, end: ToldRing['end'], which: (one: ToldRing) => boolean): void => {
    for (const one of rings.filter(({ endedAt }) => endedAt === null).filter(which))
      Object.assign(one, { endedAt: at, end });
  };

  /** Rung already, as far as anybody can tell: still ringing, on the line, or told of only by their picking up. */
  const isKnown = (agent: string, at: number): boolean => {
    const own = rings.findLast((one) => one.agent === agent);
    if (own === undefined) return false;
    const isSoon = at - own.at <= ringMs;
    if (own.implied && isSoon) return true;
    if (own !== rings.at(-1)) return false;
    return (own.endedAt === null && isSoon) || (ended === null && answered.at(-1) === agent);
  };

  const ringsNow = (agent: string, at: number, implied = false): void => {
    if (clicker !== null || isKnown(agent, at)) return;
    const nextLeg = ended?.failedLeg != null && ended.failedLeg !== agent && at - ended.at <= ringMs;
    const late = early.has(agent) || (ended !== null && !nextLeg);
    early.delete(agent);
    if (late) {
      rings.push({ agent, at, shown: false, implied, endedAt: at, end: 'ended' });
      return;
    }
    if (ended !== null) answered = [];
    ended = null;
    endRings(at, 'next', (one) => ring === 'sequential' || one.agent === agent);
    const talks = answered.at(-1) === agent;
    const hasCard = rings.some((one) => one.agent === agent && one.shown);
    rings.push({ agent, at, shown: !(talks && hasCard), implied, endedAt: talks ? at : null, end: null });
  };

  /** Whoever answered and was not rung since has not answered again. */
  const isAnsweredAgain = (named: string | null): boolean => {
    const isTheirs = (agent: string | null): boolean => named === null || agent === named;
    const last = answers.findLast(({ agent }) => isTheirs(agent));
    return last !== undefined && rings.findLastIndex(({ agent }) => isTheirs(agent)) < last.rung;
  };

  const picksUp = (named: string | null, at: number): void => {
    if (isAnsweredAgain(named)) return;
    answers.push({ agent: named, rung: rings.length });
    const ringing = rings.filter(({ endedAt }) => endedAt === null);
    const who = named ?? clicker ?? (ringing.length === 1 ? ringing[0]?.agent : undefined) ?? null;
    answered = [...answered.filter((one) => one !== who), ...(who === null ? [] : [who])];
    if (ended !== null) return;
    pickedUp = true;
    endRings(at, null, ({ agent }) => agent === who);
    endRings(at, 'elsewhere', () => true);
  };

  /** Who picks up was rung, whether it was told or not. */
  const impliesRing = (agent: string | null, at: number): void => {
    if (agent !== null && ended === null && !rings.some((one) => one.agent === agent)) ringsNow(agent, at, true);
  };

  /** Told before the ring it ended, it makes that ring one that is over. */
  const stopsRinging = (agent: string, at: number): void => {
    if (!rings.some((one) => one.agent === agent)) early.add(agent);
    endRings(at, 'next', (one) => one.agent === agent);
  };

  const reports = ({ kind: _kind, agent: named, ...report }: Report, at: number): void => {
    const agent = named ?? clicker;
    const known = legs.find((leg) => leg.agent === agent && leg.from === 'call_back');
    if (known === undefined) legs.push({ agent, ...report, from: 'call_back' });
    else fill(known, report);
    if (agent !== null && !rings.some((one) => one.agent === agent)) early.add(agent);
    if (report.result === 'answered') {
      endRings(at, 'elsewhere', (one) => one.agent !== agent);
      endRings(at, 'ended', () => true);
      if (ended === null || ended.failedLeg !== null) ended = { at, failedLeg: null };
      return;
    }
    const others =
      rings.some((one) => one.endedAt === null && one.agent !== agent) ||
      (answered.length > 0 && answered.at(-1) !== agent);
    if (agent !== null && ended === null && others) {
      endRings(at, 'next', (one) => one.agent === agent);
      return;
    }
    endRings(at, 'ended', () => true);
    if (ended === null || ended.failedLeg !== null) ended = { at, failedLeg: agent };
  };

  for (const one of told) {
    if ('kind' in one) {
      legs.push(...one.legs.map((leg): Leg => ({ ...leg, agent: leg.agent ?? clicker, from: 'record' })));
      endRings(one.at, 'ended', () => true);
      ended = { at: one.at, failedLeg: null };
      continue;
    }
    for (const said of one.says) {
      if (said.kind === 'rings') ringsNow(said.agent, one.at);
      if (said.kind === 'stops_ringing') stopsRinging(said.agent, one.at);
      if (said.kind === 'student_rings' || said.kind === 'answers') impliesRing(said.agent, one.at);
      if (said.kind === 'answers') picksUp(said.agent, one.at);
      if (said.kind === 'reports') reports(said, one.at);
      if (said.kind === 'recording') for (const leg of legs) leg.recording = true;
    }
  }
  return { rings, legs: merged(legs), answered, pickedUp, ended: ended !== null };
}

/** A later report of a leg: what it says counts, what it leaves out takes nothing away. */
function fill(
  leg: Leg,
  { result, cause, talkSeconds, recording, endsAt, startTold }: Omit<Report, 'agent' | 'kind'>,
): void {
  Object.assign(leg, {
    result,
    cause,
    talkSeconds: talkSeconds ?? leg.talkSeconds,
    recording: recording || leg.recording,
    endsAt: endsAt ?? leg.endsAt,
    startTold: startTold || leg.startTold,
  });
}

/** Call backs over records, field by field, each leg apart; in order of first mention. */
function merged(legs: readonly Leg[]): readonly Leg[] {
  const byAgent = new Map<string | null, Leg>();
  for (const leg of legs) {
    const other = byAgent.get(leg.agent);
    if (other === undefined) byAgent.set(leg.agent, leg);
    else {
      const [callBack, record] = leg.from === 'call_back' ? [leg, other] : [other, leg];
      byAgent.set(leg.agent, {
        ...callBack,
        talkSeconds: callBack.talkSeconds ?? record.talkSeconds,
        recording: callBack.recording || record.recording,
        endsAt: callBack.endsAt ?? record.endsAt,
        startTold: callBack.startTold || record.startTold,
      });
    }
  }
  return [...byAgent.values()];
}
