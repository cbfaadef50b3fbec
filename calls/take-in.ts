import { insertFact, factOf, factsOf } from '../db/facts.ts';
import { publish, type FeedEntry } from '../db/feed.ts';
import { readSurroundings, type Surroundings } from '../db/placing.ts';
import { requestOfFact, wasSentBefore, type VendorRequest } from '../db/requests.ts';
import type { LockedCall } from '../db/calls.ts';
import type { Tx } from '../db/pool.ts';
import type { Direction, EventKind, Fact, FactOf } from '../domain/call/facts.ts';
import { fit, type Candidate } from '../domain/call/joining.ts';
import { legKey } from '../domain/call/legs.ts';
import type { CallPolicy } from '../domain/call/policy.ts';
import type { CallId, EpochMs, RequestId } from '../domain/ids.ts';
import type { TelephonySettings } from '../domain/settings/telephony.ts';
import { advance } from './advance.ts';
import { agentOf, factsOfEvent, keysOf, reportOf, type Happening, type KnownAgents } from './event-facts.ts';
import { complete, findByRefs, join, type Placeable } from './placing.ts';
import { policyOf } from './policy.ts';

/** One event of a vendor about one call, as its adapter read it. */
export interface CallEvent extends Placeable {
  readonly requestId: RequestId;
  /** What it says happened, in that order; the last says which call it may belong to, where no reference does. */
  readonly happenings: readonly [Happening, ...Happening[]];
  readonly flags: readonly string[];
  /** The request as it is kept: one that was put off and kept all the same is known again by it. */
  readonly sent?: Pick<VendorRequest, 'endpoint' | 'fields'>;
}

export type TakenIn =
  | {
      readonly result: 'taken' | 'repeat';
      readonly callId: CallId;
      /** The call's. */
      readonly direction: Direction;
      /** Of the last fact it made, or of the one it repeats. */
      readonly seq: number;
      readonly kind: EventKind;
      /** The request that already said the same. */
      readonly repeatOf: RequestId | null;
      /** The event names an agent mapped to nobody. */
      readonly agentUnknown: boolean;
      /** The call takes nothing in any more: it was erased, or what it was made of is forgotten. What the request says is not kept. */
      readonly sealed?: true;
    }
  /** Inbound calling is off, and the event is not the call back of a call already begun. */
  | { readonly result: 'refused' }
  /** The event says only how a call goes on that we know nothing of. */
  | { readonly result: 'unplaced' };

/**
 * Takes one event in: finds the call it belongs to or makes it, decides under the call's lock whether it only
 * repeats what is known, and else writes the fact. The caller commits, answers the vendor and then delivers.
 *
 * @throws what the database throws; nothing of the event is kept then
 */
export async function takeIn(tx: Tx, event: CallEvent, settings: TelephonySettings): Promise<TakenIn> {
  const feed: FeedEntry[] = [];
  const took = await placeAndWrite(tx, event, settings, feed);
  await publish(tx, event.instituteId, feed);
  return took;
}

async function placeAndWrite(
  tx: Tx,
  event: CallEvent,
  settings: TelephonySettings,
  feed: FeedEntry[],
): Promise<TakenIn> {
  const known = await findByRefs(tx, event, feed);
  if (known !== null && known.sealedAt !== null) return turnedAway(event, known);
  const allowed = settings.inbound.enabled || (known?.direction ?? event.direction ?? 'inbound') !== 'inbound';
  if (!allowed && !(known && isCallBack(event))) return await refuseOrJoin(tx, event, settings, feed);

  const around = await surround(tx, event, known);
  const policy = eventPolicy(event, settings, around);
  if (known) return await write(tx, event, known, { around, facts: around.facts.map(factOf), policy, feed });
  const begins = beginsCalls(event);
  const placed = await join(
    tx,
    event,
    joiningOf(event, policy, around),
    around.blocked,
    feed,
    begins ? 'a_call' : 'nothing',
  );
  if (!placed && !begins) return { result: 'unplaced' };
  if (!placed) throw new Error('The call was merged away while the event was taken in');
  const { call, isNew } = placed;
  const facts = isNew ? [] : await factsOf(tx, event.instituteId, call.id);
  return await write(tx, event, call, { around, facts, policy, feed });
}

/** Answered like a repeat: it tells nothing that we still want to know. */
function turnedAway(event: CallEvent, { id: callId, direction, lastSeq }: LockedCall): TakenIn {
  const { kind } = last(event);
  return { result: 'repeat', callId, direction, seq: lastSeq, kind, repeatOf: null, agentUnknown: false, sealed: true };
}

/** What the event comes to: by it the event is placed. */
function last({ happenings: [first, ...others] }: CallEvent): Happening {
  return others.at(-1) ?? first;
}

/** Whether it reports how a call or a leg of it ended. */
export function isCallBack({ happenings }: CallEvent): boolean {
  return happenings.some(({ kind }) => kind === 'ended');
}

/**
 * That a ring is over makes a call only where an id says of which, that a call is there only where an id or a number does;
 * a recording's address makes none.
 */
export function beginsCalls(event: CallEvent): boolean {
  const { kind } = last(event);
  if (kind === 'noticed') return event.refs.length > 0 || event.numberKey !== null;
  return kind === 'offer_ended' ? event.refs.length > 0 : kind !== 'recording';
}

/**
 * With inbound calling off, a call back without a known reference may still belong to a call begun before, and a pop-up
 * request to one that was clicked.
 */
async function refuseOrJoin(
  tx: Tx,
  event: CallEvent,
  settings: TelephonySettings,
  feed: FeedEntry[],
): Promise<TakenIn> {
  if (!isCallBack(event) && event.direction === 'inbound') return { result: 'refused' };
  const around = await surround(tx, event, null);
  const policy = eventPolicy(event, settings, around);
  const { since, fits } = joiningOf(event, policy, around);
  const mayJoin = ({ facts }: Candidate): boolean =>
    isCallBack(event) || facts.some((fact) => fact.kind === 'dial_requested');
  const joining = { since, fits: (candidate: Candidate) => (mayJoin(candidate) ? fits(candidate) : null) };
  const placed = await join(tx, event, joining, around.blocked, feed, 'nothing');
  if (!placed) return { result: 'refused' };
  return await write(tx, event, placed.call, {
    around,
    facts: await factsOf(tx, event.instituteId, placed.call.id),
    policy,
    feed,
  });
}

async function surround(tx: Tx, event: CallEvent, call: LockedCall | null): Promise<Surroundings> {
  const { instituteId, vendor } = event;
  return await readSurroundings(tx, {
    instituteId,
    vendor,
    callId: call?.id ?? null,
    agentKeys: agentKeysOf(event),
    numberKey: call?.numberKey ?? event.numberKey,
    didKey: call?.didKey ?? event.didKey,
  });
}

/** All keys by which an event's agents may be known. */
export function agentKeysOf({ happenings }: Pick<CallEvent, 'happenings'>): readonly string[] {
  return [...new Set(happenings.flatMap(keysOf))];
}

/** As far as it decides how events are taken in. */
export function eventPolicy(
  { vendor }: CallEvent,
  settings: TelephonySettings,
  { did }: Pick<Surroundings, 'did'>,
): CallPolicy {
  return policyOf({ vendor, settings, credentials: [], sticky: [], did });
}

/** How long ago a call may have been heard of that an event belongs to. */
export function joinsSince(
  { receivedAt }: Pick<CallEvent, 'receivedAt'>,
  { talkSeconds, ringSeconds }: Pick<CallPolicy, 'talkSeconds' | 'ringSeconds'>,
): EpochMs {
  return receivedAt - (talkSeconds + ringSeconds) * 1000;
}

function joiningOf(event: CallEvent, policy: CallPolicy, around: Surroundings) {
  const { receivedAt, direction } = event;
  const happening = last(event);
  const agent = agentOf(happening, around.counsellors);
  const unplaced = { kind: happening.kind, receivedAt, direction, agent, report: reportOf(happening, agent) };
  return {
    since: joinsSince(event, policy),
    fits: (candidate: Candidate) => fit(unplaced, candidate, policy),
  };
}

interface Found {
  readonly around: Surroundings;
  readonly facts: readonly Fact[];
  readonly policy: CallPolicy;
  /** Gets what is to be told; published when all else is written. */
  readonly feed: FeedEntry[];
}

async function write(
  tx: Tx,
  event: CallEvent,
  call: LockedCall,
  { around, facts, policy, feed }: Found,
): Promise<TakenIn> {
  await complete(tx, call, event, around.blocked);
  const { instituteId, requestId } = event;
  const { id: callId, numberKey } = call;
  const made = factsOfEvent(event, { numberKey, facts, policy, counsellors: around.counsellors });
  const at = { ...made.last, callId, direction: call.direction, agentUnknown: made.agentUnknown };
  if (made.facts.length === 0) {
    return { ...at, result: 'repeat', repeatOf: await requestOfFact(tx, { instituteId, callId, seq: at.seq }) };
  }
  const again = ringAgain(event, facts, around.counsellors);
  if (again && event.sent && (await wasSentBefore(tx, { instituteId, callId, seq: again.seq, ...event.sent }))) {
    const repeatOf = await requestOfFact(tx, { instituteId, callId, seq: again.seq });
    return { ...at, seq: again.seq, result: 'repeat', repeatOf };
  }
  let { seq } = at;
  for (const [index, { seq: _, ...fact }] of made.facts.entries()) {
    if (overtakes(fact, [...facts, ...made.facts.slice(0, index)], call)) await showEarlierRings(tx, event, call, feed);
    const given = await insertFact(tx, { instituteId, callId, requestId, heard: true, fact });
    if (given === null) throw new Error('The call was merged away while the event was taken in');
    seq = given;
  }
  return { ...at, seq, result: 'taken', repeatOf: null };
}

/**
 * The newest ring of the counsellor whom an event tells of as rung; null: it tells of more, or of their first. It is a new
 * offer, unless its sender was told to send the one before again, which was kept all the same.
 */
export function ringAgain(
  { happenings }: Pick<CallEvent, 'happenings'>,
  facts: readonly Fact[],
  counsellors: KnownAgents,
): FactOf<'offered'> | null {
  const [ring, ...others] = happenings;
  const agent = ring.kind === 'offered' && others.length === 0 ? agentOf(ring, counsellors) : null;
  if (agent === null) return null;
  const own = facts.filter((fact): fact is FactOf<'offered'> => fact.kind === 'offered');
  return own.findLast((fact) => legKey(fact.agent) === legKey(agent)) ?? null;
}

/** Whether a ring follows one whose card nobody came to show. */
export function overtakes(
  { kind }: Pick<Fact, 'kind'>,
  before: readonly Fact[],
  { appliedSeq }: Pick<LockedCall, 'appliedSeq'>,
): boolean {
  return kind === 'offered' && before.some((fact) => fact.kind === 'offered' && fact.seq > appliedSeq);
}

/**
 * A vendor may ring the next counsellor before anybody came to show the card of the one before. As the next ring
 * would overtake it for good, what is known is applied first: x requests, x pop-ups, in that order (product 1.3).
 */
async function showEarlierRings(
  tx: Tx,
  { instituteId, receivedAt: now }: CallEvent,
  { id: callId }: LockedCall,
  feed: FeedEntry[],
): Promise<void> {
  try {
    await tx.transaction(async (nested) => await advance(nested, { instituteId, callId, now, by: 'other', feed }));
  } catch {
    // Rolled back to where it began: a card that can't be shown must not cost the request. The workflow applies it all.
  }
}
