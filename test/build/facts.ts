import type { NewFact } from '../../db/facts.ts';
import type { Agent, Fact, LegStatus, Report } from '../../domain/call/facts.ts';
import { plan, type Plan } from '../../domain/call/plan.ts';
import type { CallPolicy } from '../../domain/call/policy.ts';
import type { CallIdentity } from '../../domain/call/seen.ts';
import type { CounsellorId, EpochMs, LeadId } from '../../domain/ids.ts';

/** Facts of one call for tests of the rules. Times are seconds after the call was first heard of. */

/** 10:00 in India. */
export const START: EpochMs = Date.UTC(2026, 0, 5, 4, 30);

/** The moment that many seconds after the start. */
export const at = (seconds: number): EpochMs => START + seconds * 1000;

export const asha = 'asha' as CounsellorId;
export const bilal = 'bilal' as CounsellorId;
export const chitra = 'chitra' as CounsellorId;
export const riya = 'riya' as LeadId;

/** An agent number mapped to nobody. */
export const stranger: Agent = { counsellorId: null, number: '+911111111111' };

type Who = CounsellorId | Agent | null;
const agentOf = <W extends Who>(who: W): W extends null ? null : Agent =>
  // A counsellor's number plays no part in the rules: their id stands for it.
  (typeof who === 'string' ? { counsellorId: who, number: `number of ${who}` } : who) as W extends null ? null : Agent;

/** The contract's defaults, for a vendor whose records can be asked for. */
export const policyWith = (changes: Partial<CallPolicy> = {}): CallPolicy => ({
  ring: 'sequential',
  createOn: 'ring',
  answeredOwner: 'answerer',
  missedOwner: 'none',
  keepOwner: false,
  addNotesInstead: false,
  sticky: [],
  ringSeconds: 45,
  talkSeconds: 7200,
  callBackSeconds: 300,
  wrapUpSeconds: 600,
  amendSeconds: 86_400,
  canPull: true,
  fetchesRecordings: false,
  ...changes,
});

export const identityWith = (changes: Partial<CallIdentity> = {}): CallIdentity => ({
  direction: 'inbound',
  firstHeardAt: START,
  blocked: false,
  ...changes,
});

type Extra<K extends Fact['kind']> = Partial<Omit<Extract<NewFact, { kind: K }>, 'kind' | 'receivedAt'>>;

const heard = (seconds: number) => ({ receivedAt: at(seconds), flags: [] });

/** The vendor asked whom to ring. */
export const question = (seconds: number): NewFact => ({
  ...heard(seconds),
  kind: 'routing_asked',
  snapshot: { line: [], others: [], fallback: 'vendor', seed: 0 },
});

/** A pop-up request: the counsellor's phone rings. */
export const ring = (who: CounsellorId | Agent, seconds: number, extra: Extra<'offered'> = {}): NewFact => ({
  ...heard(seconds),
  kind: 'offered',
  agent: agentOf(who),
  stale: false,
  reportsAnswer: false,
  ...extra,
});

/** A ring that ended by itself. */
export const ringEnd = (who: CounsellorId, seconds: number): NewFact => ({
  ...heard(seconds),
  kind: 'offer_ended',
  agent: agentOf(who),
});

/** A live event of somebody picking up. */
export const pickUp = (who: Who, seconds: number): NewFact => ({
  ...heard(seconds),
  kind: 'answered',
  agent: agentOf(who),
});

export type Word = 'success' | 'unrecognised' | 'failure' | 'busy' | 'no_answer' | 'cancelled' | 'failed' | 'voicemail';

export const statusOf = (word: Word): LegStatus => {
  if (word === 'success' || word === 'unrecognised') return { result: word };
  return { result: 'failure', cause: word === 'failure' ? null : word };
};

/** What a report may add to its status; stamps in seconds after the start, by the vendor's clock. */
export interface Said {
  readonly talk?: number;
  readonly start?: number;
  readonly end?: number;
  readonly url?: string;
  readonly flags?: readonly string[];
}

export const reportOf = (who: Who, word: Word, { talk, start, end, url }: Said = {}): Report => ({
  agent: agentOf(who),
  status: statusOf(word),
  talkSeconds: talk ?? null,
  startedAt: start === undefined ? null : at(start),
  endedAt: end === undefined ? null : at(end),
  recordingUrl: url ?? null,
});

/** A call back; `who` null names nobody. */
export const callBack = (who: Who, word: Word, seconds: number, said: Said = {}): NewFact => ({
  ...heard(seconds),
  kind: 'ended',
  ...reportOf(who, word, said),
  flags: said.flags ?? [],
});

/** The vendor was asked, and answered this. */
export const asked = (
  result: Extract<Fact, { kind: 'record_pulled' }>['result'],
  seconds: number,
  report: Report | null = null,
  alsoRung: readonly CounsellorId[] = [],
): NewFact => ({ ...heard(seconds), kind: 'record_pulled', result, report, alsoRung: alsoRung.map(agentOf) });

/** A counsellor saved the lead, or wrote a note, naming the call. */
export const save = (who: CounsellorId, seconds: number, extra: Extra<'saved'> = {}): NewFact => ({
  ...heard(seconds),
  kind: 'saved',
  counsellorId: who,
  what: 'edit',
  leadId: riya,
  ...extra,
});

/** The facts with the numbers they get when they are taken in, in this order. */
export const inOrder = (...facts: readonly NewFact[]): readonly Fact[] =>
  facts.map((fact, index) => ({ ...fact, seq: index + 1 }));

export interface Circumstances {
  readonly policy?: Partial<CallPolicy>;
  readonly identity?: Partial<CallIdentity>;
  /** Seconds after the start; default: when the last fact was heard. */
  readonly now?: number;
}

/** What a call with these facts demands. */
export function planFor(facts: readonly NewFact[], { policy, identity, now }: Circumstances = {}): Plan {
  const moment = now === undefined ? Math.max(...facts.map((fact) => fact.receivedAt)) : at(now);
  return plan(inOrder(...facts), identityWith(identity), policyWith(policy), moment);
}
