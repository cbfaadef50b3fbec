import type { NewFact } from '../db/facts.ts';
import type { Agent, EventKind, Fact, Report } from '../domain/call/facts.ts';
import { repeatedReport, repeatedRing } from '../domain/call/joining.ts';
import type { CallPolicy } from '../domain/call/policy.ts';
import { lacksRing, repeatedSign } from '../domain/call/repeats.ts';
import type { CounsellorId, EpochMs } from '../domain/ids.ts';

/** Whom an event names. */
export interface NamedAgent {
  /** Null: nobody we could read. */
  readonly agentKey: string | null;
  /** Other keys by which the same agent may be known. */
  readonly aliases?: readonly string[];
}

/** One thing that an event says happened. */
export type Happening =
  | { readonly kind: 'noticed' }
  | (NamedAgent & {
      readonly kind: 'offered';
      /** The offer's own stamp is older than the ring time. */
      readonly stale: boolean;
      readonly reportsAnswer: boolean;
      /** Taken from their picking up: no event told of it. */
      readonly implied?: true;
    })
  | (NamedAgent & { readonly kind: 'offer_ended'; readonly agentKey: string })
  | (NamedAgent & { readonly kind: 'student_rung' | 'answered' })
  | (NamedAgent & { readonly kind: 'ended'; readonly report: Omit<Report, 'agent'> })
  | { readonly kind: 'recording'; readonly url: string };

/** Whose the agents' keys of an event are; of nobody's there is none. */
export type KnownAgents = Readonly<Record<string, CounsellorId>>;

/** The keys by which the one it names may be known. */
export function keysOf(happening: Happening): readonly string[] {
  if (!('agentKey' in happening) || happening.agentKey === null) return [];
  return [happening.agentKey, ...(happening.aliases ?? [])];
}

/** Whoever is known by any of the names; else an agent who belongs to nobody, by the first. */
export function agentOf(happening: Happening, counsellors: KnownAgents): Agent | null {
  const keys = keysOf(happening);
  const [first] = keys;
  if (first === undefined) return happening.kind === 'offered' ? { counsellorId: null, number: '' } : null;
  // A vendor may send any text: `constructor` is a property of every object, and nobody's number.
  const number = keys.find((key) => Object.hasOwn(counsellors, key)) ?? first;
  return { counsellorId: Object.hasOwn(counsellors, number) ? (counsellors[number] ?? null) : null, number };
}

export function reportOf(happening: Happening, agent: Agent | null): Report | null {
  return happening.kind === 'ended' ? { ...happening.report, agent } : null;
}

/** A call as an event finds it. */
export interface Found {
  readonly numberKey: string | null;
  readonly facts: readonly Fact[];
  readonly policy: CallPolicy;
  readonly counsellors: KnownAgents;
}

/** What an event comes to in its call. */
export interface EventFacts {
  /** The facts it makes, numbered after the call's last; none: it only repeats. */
  readonly facts: readonly Fact[];
  /** The last of them by what it says, or the last fact it only repeats. */
  readonly last: { readonly seq: number; readonly kind: EventKind };
  /** It names an agent mapped to nobody. */
  readonly agentUnknown: boolean;
}

interface Said {
  readonly receivedAt: EpochMs;
  readonly numberKey: string | null;
  readonly happenings: readonly [Happening, ...Happening[]];
  readonly flags: readonly string[];
}

/** The facts that an event makes of what it says, as far as the call does not know it yet. Pure. */
export function factsOfEvent(event: Said, { numberKey, facts: before, policy, counsellors }: Found): EventFacts {
  const differs = numberKey !== null && event.numberKey !== null && numberKey !== event.numberKey;
  const taking: Taking = {
    receivedAt: event.receivedAt,
    flags: differs ? ['number_differs'] : [],
    odd: event.flags,
    policy,
    facts: [...before],
    taken: null,
    repeated: null,
    agentUnknown: false,
  };
  for (const happening of event.happenings) takeOne(taking, happening, agentOf(happening, counsellors));
  const { facts, taken, repeated, agentUnknown } = taking;
  const last = taken ?? repeated;
  if (last === null) throw new Error('An event said nothing');
  return { facts: facts.slice(before.length), last, agentUnknown };
}

/** An event on its way into its call. */
interface Taking {
  readonly receivedAt: EpochMs;
  readonly flags: readonly string[];
  /** What was odd about the request is said once. */
  readonly odd: readonly string[];
  readonly policy: CallPolicy;
  /** The call's, with those the event made so far. */
  readonly facts: Fact[];
  taken: EventFacts['last'] | null;
  repeated: EventFacts['last'] | null;
  agentUnknown: boolean;
}

function takeOne(taking: Taking, happening: Happening, agent: Agent | null): void {
  const { facts, policy } = taking;
  const picksUp = happening.kind === 'answered' || happening.kind === 'student_rung';
  if (picksUp && agent && lacksRing(facts, agent, policy)) {
    // Who waits for the student is not told to ring again: their card stays until more is heard.
    const ring = {
      kind: 'offered',
      agentKey: agent.number,
      stale: false,
      reportsAnswer: happening.kind === 'answered',
      implied: true,
    } as const;
    addOne(taking, ring, agent);
  }
  if (agent && agent.counsellorId === null) taking.agentUnknown = true;
  const repeated = repeatedBy(taking, happening, agent);
  if (repeated) taking.repeated = { seq: repeated.seq, kind: happening.kind };
  else addOne(taking, happening, agent);
}

function repeatedBy({ facts, policy, receivedAt }: Taking, happening: Happening, agent: Agent | null): Fact | null {
  const report = reportOf(happening, agent);
  if (report) return repeatedReport(facts, report, policy);
  switch (happening.kind) {
    case 'offered':
      return agent && repeatedRing(facts, agent, policy, receivedAt);
    case 'offer_ended':
      return agent && repeatedSign(facts, { kind: 'offer_ended', agent });
    case 'student_rung':
    case 'answered':
      return repeatedSign(facts, { kind: happening.kind, agent });
    case 'noticed':
      return repeatedSign(facts, { kind: 'noticed' });
    case 'recording':
      return repeatedSign(facts, happening);
    default:
      return null;
  }
}

function addOne(taking: Taking, happening: Happening, agent: Agent | null): void {
  const { facts, receivedAt } = taking;
  const flags = [
    ...(taking.taken ? [] : taking.odd),
    ...taking.flags,
    ...(agent && agent.counsellorId === null ? ['agent_unknown'] : []),
  ];
  const seq = (facts.at(-1)?.seq ?? 0) + 1;
  facts.push({ ...factFrom(happening, agent, { receivedAt, flags }), seq });
  taking.taken = { seq, kind: happening.kind };
}

function factFrom(
  happening: Happening,
  agent: Agent | null,
  heard: { receivedAt: number; flags: readonly string[] },
): NewFact {
  const nobody = { counsellorId: null, number: '' };
  switch (happening.kind) {
    case 'ended':
      return { kind: 'ended', ...happening.report, agent, ...heard };
    case 'offered': {
      const { stale, reportsAnswer, implied } = happening;
      return { kind: 'offered', agent: agent ?? nobody, stale, reportsAnswer, ...(implied && { implied }), ...heard };
    }
    case 'offer_ended':
      return { kind: 'offer_ended', agent: agent ?? nobody, ...heard };
    case 'recording':
      return { kind: 'recording', url: happening.url, ...heard };
    case 'noticed':
      return { kind: 'noticed', ...heard };
    default:
      return { kind: happening.kind, agent, ...heard };
  }
}
