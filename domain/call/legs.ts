import type { CounsellorId, EpochMs } from '../ids.ts';
import type { Agent, Fact, LegStatus, Report } from './facts.ts';

/** Names whose leg a report is about: a counsellor, an agent number mapped to nobody, or the call as a whole. */
export type LegKey = string & { readonly __leg: true };

/** The key of reports that name nobody. */
export const WHOLE_CALL = 'call' as LegKey;

export function legKey(agent: Agent | null): LegKey {
  if (agent === null) return WHOLE_CALL;
  return (agent.counsellorId ?? `number:${agent.number}`) as LegKey;
}

/** What all reports about one leg come to. */
export interface Leg {
  readonly key: LegKey;
  readonly counsellorId: CounsellorId | null;
  /** Sequence number and arrival of the first report about it. */
  readonly firstSeq: number;
  readonly heardAt: EpochMs;
  /** When we first heard that it connected; null when no report ever said so. */
  readonly successAt: EpochMs | null;
  readonly status: LegStatus;
  /** Where the status came from: the vendor's call back, or a record we pulled. */
  readonly source: 'call_back' | 'record';
  readonly talkSeconds: number | null;
  readonly startedAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
  readonly recordingUrl: string | null;
}

const FIELDS = ['talkSeconds', 'startedAt', 'endedAt', 'recordingUrl'] as const;
type Field = (typeof FIELDS)[number];

interface Held<T> {
  readonly value: T;
  readonly endedAt: EpochMs | null;
}

/** The newer of two values: the later end stamp where both reports carry one, else the later arrival. */
function newer<T>(held: Held<T> | null, next: Held<T>): Held<T> {
  if (held?.endedAt != null && next.endedAt != null && held.endedAt > next.endedAt) return held;
  return next;
}

/** One source's reports about one leg, in order of arrival, folded field by field; absent never erases. */
class Folded {
  private status: Held<LegStatus> | null = null;
  private readonly fields: { [F in Field]: Held<NonNullable<Report[F]>> | null } = {
    talkSeconds: null,
    startedAt: null,
    endedAt: null,
    recordingUrl: null,
  };

  add(report: Report): void {
    const { endedAt } = report;
    // A word we do not know says nothing about how the leg went, so it takes nothing away.
    if (report.status.result !== 'unrecognised') this.status = newer(this.status, { value: report.status, endedAt });
    this.take('talkSeconds', report.talkSeconds, endedAt);
    this.take('startedAt', report.startedAt, endedAt);
    this.take('endedAt', report.endedAt, endedAt);
    this.take('recordingUrl', report.recordingUrl, endedAt);
  }

  knownStatus(): LegStatus | null {
    return this.status?.value ?? null;
  }

  value<F extends Field>(field: F): Report[F] | null {
    return this.fields[field]?.value ?? null;
  }

  private take<F extends Field>(field: F, value: Report[F], endedAt: EpochMs | null): void {
    if (value === null) return;
    const fields: { [K in Field]: Held<NonNullable<Report[K]>> | null } = this.fields;
    fields[field] = newer<NonNullable<Report[F]>>(fields[field], { value, endedAt }) as (typeof fields)[F];
  }
}

interface Collected {
  readonly key: LegKey;
  readonly counsellorId: CounsellorId | null;
  readonly firstSeq: number;
  readonly heardAt: EpochMs;
  readonly callBack: Folded;
  readonly record: Folded;
  hasCallBack: boolean;
  successAt: EpochMs | null;
}

function collect(facts: readonly Fact[]): Map<LegKey, Collected> {
  const legs = new Map<LegKey, Collected>();
  const legOf = (agent: Agent | null, { seq, receivedAt }: Fact, { status }: Report): Collected => {
    const key = legKey(agent);
    const leg: Collected = legs.get(key) ?? {
      key,
      counsellorId: agent?.counsellorId ?? null,
      firstSeq: seq,
      heardAt: receivedAt,
      callBack: new Folded(),
      record: new Folded(),
      hasCallBack: false,
      successAt: null,
    };
    if (status.result === 'success') leg.successAt ??= receivedAt;
    legs.set(key, leg);
    return leg;
  };
  for (const fact of facts) {
    if (fact.kind === 'ended') {
      const leg = legOf(fact.agent, fact, fact);
      leg.callBack.add(fact);
      leg.hasCallBack = true;
    } else if (fact.kind === 'record_pulled' && fact.report) {
      legOf(fact.report.agent, fact, fact.report).record.add(fact.report);
      for (const agent of fact.alsoRung) legOf(agent, fact, RUNG_ONLY).record.add(RUNG_ONLY);
    }
  }
  return legs;
}

/** What a record says of a counsellor it lists as rung in vain. */
const RUNG_ONLY: Report = {
  agent: null,
  status: { result: 'failure', cause: 'no_answer' },
  talkSeconds: null,
  startedAt: null,
  endedAt: null,
  recordingUrl: null,
};

/**
 * Every leg the call's reports speak of, in order of first mention. Call backs outrank pulled records field
 * by field, each leg apart (design 5).
 *
 * @param facts in sequence order
 */
export function legsOf(facts: readonly Fact[]): readonly Leg[] {
  return [...collect(facts).values()].map((leg) => {
    const fromCallBack = leg.callBack.knownStatus();
    const fromRecord = leg.record.knownStatus();
    const pick = <F extends Field>(field: F): Report[F] | null => leg.callBack.value(field) ?? leg.record.value(field);
    return {
      key: leg.key,
      counsellorId: leg.counsellorId,
      firstSeq: leg.firstSeq,
      heardAt: leg.heardAt,
      successAt: leg.successAt,
      status: fromCallBack ?? fromRecord ?? { result: 'unrecognised' },
      source: fromCallBack || (leg.hasCallBack && !fromRecord) ? 'call_back' : 'record',
      talkSeconds: pick('talkSeconds'),
      startedAt: pick('startedAt'),
      endedAt: pick('endedAt'),
      recordingUrl: pick('recordingUrl'),
    };
  });
}
