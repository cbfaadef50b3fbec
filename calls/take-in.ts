import { insertFact, factOf, factsOf, type NewFact } from '../db/facts.ts';
import { readSurroundings, type Surroundings } from '../db/placing.ts';
import { requestOfFact } from '../db/requests.ts';
import type { LockedCall } from '../db/calls.ts';
import type { Tx } from '../db/pool.ts';
import type { Agent, Report } from '../domain/call/facts.ts';
import { fit, repeatedReport, repeatedRing, type Candidate } from '../domain/call/joining.ts';
import type { CallPolicy } from '../domain/call/policy.ts';
import type { CallId, RequestId } from '../domain/ids.ts';
import type { TelephonySettings } from '../domain/settings/telephony.ts';
import { advance } from './advance.ts';
import { complete, findByRefs, join, type Placeable } from './placing.ts';
import { policyOf } from './policy.ts';

/** What an event says happened. A null agent key is a pop-up request that names nobody we could read. */
export type Happening =
  | {
      readonly kind: 'offered';
      readonly agentKey: string | null;
      /** The offer's own stamp is older than the ring time. */
      readonly stale: boolean;
      readonly reportsAnswer: boolean;
    }
  | { readonly kind: 'ended'; readonly agentKey: string | null; readonly report: Omit<Report, 'agent'> };

/** One event of a vendor about one call, as its adapter read it. */
export interface CallEvent extends Placeable {
  readonly requestId: RequestId;
  readonly happening: Happening;
  readonly flags: readonly string[];
}

export type TakenIn =
  | {
      readonly result: 'taken' | 'repeat';
      readonly callId: CallId;
      /** Of the fact it made, or of the one it repeats. */
      readonly seq: number;
      /** The request that already said the same. */
      readonly repeatOf: RequestId | null;
      /** The event names an agent mapped to nobody. */
      readonly agentUnknown: boolean;
    }
  /** Inbound calling is off, and the event is not the call back of a call already begun. */
  | { readonly result: 'refused' };

/**
 * Takes one event in: finds the call it belongs to or makes it, decides under the call's lock whether it only
 * repeats what is known, and else writes the fact. The caller commits, answers the vendor and then delivers.
 *
 * @throws what the database throws; nothing of the event is kept then
 */
export async function takeIn(tx: Tx, event: CallEvent, settings: TelephonySettings): Promise<TakenIn> {
  const known = await findByRefs(tx, event);
  const allowed = settings.inbound.enabled || (known?.direction ?? event.direction ?? 'inbound') !== 'inbound';
  if (!allowed && !(known && event.happening.kind === 'ended')) return await refuseOrJoin(tx, event, settings);

  const around = await surround(tx, event, known);
  if (known) return await take(tx, event, settings, known, around);
  const policy = eventPolicy(event, settings, around);
  const placed = await join(tx, event, joiningOf(event, policy, around), around.blocked);
  if (!placed) throw new Error('The call was merged away while the event was taken in');
  const { call, isNew } = placed;
  const facts = isNew ? [] : await factsOf(tx, event.instituteId, call.id);
  return await write(tx, event, call, { around, facts, policy });
}

/**
 * With inbound calling off, a call back without a known reference may still belong to a call begun before, and a pop-up
 * request to one that was clicked.
 */
async function refuseOrJoin(tx: Tx, event: CallEvent, settings: TelephonySettings): Promise<TakenIn> {
  if (event.happening.kind === 'offered' && event.direction === 'inbound') return { result: 'refused' };
  const around = await surround(tx, event, null);
  const policy = eventPolicy(event, settings, around);
  const { since, fits } = joiningOf(event, policy, around);
  const mayJoin = ({ facts }: Candidate): boolean =>
    event.happening.kind === 'ended' || facts.some((fact) => fact.kind === 'dial_requested');
  const joining = { since, fits: (candidate: Candidate) => (mayJoin(candidate) ? fits(candidate) : null) };
  const placed = await join(tx, event, joining, around.blocked, 'nothing');
  if (!placed) return { result: 'refused' };
  return await write(tx, event, placed.call, { around, facts: await factsOf(tx, event.instituteId, placed.call.id), policy });
}

async function take(
  tx: Tx,
  event: CallEvent,
  settings: TelephonySettings,
  call: LockedCall,
  around: Surroundings,
): Promise<TakenIn> {
  return await write(tx, event, call, {
    around,
    facts: around.facts.map(factOf),
    policy: eventPolicy(event, settings, around),
  });
}

async function surround(tx: Tx, event: CallEvent, call: LockedCall | null): Promise<Surroundings> {
  const { instituteId, vendor, happening } = event;
  return await readSurroundings(tx, {
    instituteId,
    vendor,
    callId: call?.id ?? null,
    agentKey: happening.agentKey,
    numberKey: call?.numberKey ?? event.numberKey,
    didKey: call?.didKey ?? event.didKey,
  });
}

function eventPolicy({ vendor }: CallEvent, settings: TelephonySettings, { did }: Surroundings): CallPolicy {
  return policyOf({ vendor, settings, credentials: [], sticky: [], did });
}

function agentOf({ happening }: CallEvent, { counsellorId }: Surroundings): Agent | null {
  if (happening.agentKey === null) return happening.kind === 'offered' ? { counsellorId: null, number: '' } : null;
  return { counsellorId, number: happening.agentKey };
}

function reportOf(event: CallEvent, around: Surroundings): Report | null {
  return event.happening.kind === 'ended' ? { ...event.happening.report, agent: agentOf(event, around) } : null;
}

function joiningOf(event: CallEvent, policy: CallPolicy, around: Surroundings) {
  const { receivedAt, direction, happening } = event;
  const unplaced = {
    kind: happening.kind,
    receivedAt,
    direction,
    agent: agentOf(event, around),
    report: reportOf(event, around),
  };
  return {
    since: receivedAt - (policy.talkSeconds + policy.ringSeconds) * 1000,
    fits: (candidate: Candidate) => fit(unplaced, candidate, policy),
  };
}

interface Known {
  readonly around: Surroundings;
  readonly facts: Awaited<ReturnType<typeof factsOf>>;
  readonly policy: CallPolicy;
}

async function write(tx: Tx, event: CallEvent, call: LockedCall, { around, facts, policy }: Known): Promise<TakenIn> {
  const { instituteId, happening, receivedAt, requestId } = event;
  await complete(tx, call, event, around.blocked);
  const agent = agentOf(event, around);
  const report = reportOf(event, around);
  const agentUnknown = agent !== null && agent.counsellorId === null;
  const callId = call.id;

  const repeated = report
    ? repeatedReport(facts, report, policy)
    : agent && repeatedRing(facts, agent, policy, receivedAt);
  if (repeated) {
    const repeatOf = await requestOfFact(tx, { instituteId, callId, seq: repeated.seq });
    return { result: 'repeat', callId, seq: repeated.seq, repeatOf, agentUnknown };
  }
  const unshown = facts.some((fact) => fact.kind === 'offered' && fact.seq > call.appliedSeq);
  if (happening.kind === 'offered' && unshown) await showEarlierRings(tx, event, call);
  const differs = call.numberKey !== null && event.numberKey !== null && call.numberKey !== event.numberKey;
  const flags = [
    ...event.flags,
    ...(differs ? ['number_differs'] : []),
    ...(agentUnknown ? ['agent_unknown'] : []),
  ];
  const seq = await insertFact(tx, {
    instituteId,
    callId,
    requestId,
    heard: true,
    fact: factFrom(happening, { agent, report, receivedAt, flags }),
  });
  if (seq === null) throw new Error('The call was merged away while the event was taken in');
  return { result: 'taken', callId, seq, repeatOf: null, agentUnknown };
}

/**
 * A vendor may ring the next counsellor before anybody came to show the card of the one before. As the next ring
 * would overtake it for good, what is known is applied first: x requests, x pop-ups, in that order (product 1.3).
 */
async function showEarlierRings(tx: Tx, { instituteId, receivedAt }: CallEvent, call: LockedCall): Promise<void> {
  try {
    await tx.transaction(
      async (nested) => await advance(nested, { instituteId, callId: call.id, now: receivedAt, by: 'other' }),
    );
  } catch {
    // Rolled back to where it began: a card that can't be shown must not cost the request. The workflow applies it all.
  }
}

function factFrom(
  happening: Happening,
  { agent, report, receivedAt, flags }: {
    agent: Agent | null;
    report: Report | null;
    receivedAt: number;
    flags: readonly string[];
  },
): NewFact {
  if (happening.kind === 'ended' && report) return { kind: 'ended', ...report, receivedAt, flags };
  const { stale, reportsAnswer } = happening.kind === 'offered' ? happening : { stale: false, reportsAnswer: false };
  return { kind: 'offered', agent: agent ?? { counsellorId: null, number: '' }, stale, reportsAnswer, receivedAt, flags };
}
