import { insertFact } from '../db/facts.ts';
import { publish, type FeedEntry } from '../db/feed.ts';
import { readSurroundings, type Surroundings } from '../db/placing.ts';
import type { Db, Tx } from '../db/pool.ts';
import type { VendorRequest } from '../db/requests.ts';
import { lockRouting, markRouted } from '../db/routing.ts';
import type { Direction } from '../domain/call/facts.ts';
import type { Ring } from '../domain/call/policy.ts';
import type { CallId, CounsellorId, RequestId } from '../domain/ids.ts';
import { route } from '../domain/routing/route.ts';
import type { TelephonySettings } from '../domain/settings/telephony.ts';
import { complete, findByRefs, join, type Placeable } from './placing.ts';
import { placePlainly, writePlainly } from './plain-placing.ts';
import { policyOf } from './policy.ts';
import { takeSnapshot, type TakenSnapshot } from './routing-snapshot.ts';

/** A question without an id joins an unclaimed one younger than this (design 4e). */
const SAME_QUESTION_MS = 120_000;

export interface RoutingQuestion extends Placeable {
  readonly requestId: RequestId;
  readonly flags: readonly string[];
}

export interface RoutingAsked extends TakenSnapshot {
  readonly callId: CallId;
  readonly seq: number;
  /** The call's. */
  readonly direction: Direction;
  /** How those who are named are rung. */
  readonly ring: Ring;
}

/**
 * Takes a routing question in and takes the snapshot its answer follows from (`route`). The caller commits, asks
 * the call's workflow for the answer, and answers by itself with the same when that takes too long.
 */
export async function askRouting(
  tx: Tx,
  question: RoutingQuestion,
  settings: TelephonySettings,
): Promise<RoutingAsked> {
  const { instituteId, vendor, numberKey, didKey, receivedAt, requestId } = question;
  const around = await readSurroundings(tx, { instituteId, vendor, callId: null, agentKeys: [], numberKey, didKey });
  const feed: FeedEntry[] = [];
  const known = await findByRefs(tx, question, feed);
  const placed = known
    ? { call: known }
    : await join(tx, question, sameQuestion(question), around.blocked, feed, 'an_unclaimed_question');
  if (!placed) throw new Error('The call was merged away while the question was taken in');
  const { call } = placed;
  await complete(tx, call, question, around.blocked);

  // Two questions at once must not both find the same counsellor free.
  if (settings.inbound.routingFallback === 'random') await lockRouting(tx, instituteId);
  const taken = await takeSnapshot(tx, question, settings, around.blocked);
  const seq = await insertFact(tx, {
    instituteId,
    callId: call.id,
    requestId,
    heard: true,
    fact: factOf(question, taken),
  });
  if (seq === null) throw new Error('The call was merged away while the question was taken in');
  const { ring, rungFirst } = ringsOf(question, settings, around, taken);
  if (rungFirst.length > 0) await markRouted(tx, { instituteId, ids: rungFirst, now: receivedAt });
  await publish(tx, instituteId, feed);
  return { ...taken, callId: call.id, seq, direction: call.direction, ring };
}

/**
 * Takes a plain question in as `askRouting` does, with one look and one write, and keeps its request.
 *
 * @param requestOf the request as it is kept, with its answer
 * @returns null when it is not plain, or something came between: nothing was written
 */
export async function askRoutingPlainly(
  db: Db,
  question: RoutingQuestion,
  settings: TelephonySettings,
  requestOf: (asked: RoutingAsked) => VendorRequest,
): Promise<RoutingAsked | null> {
  // Whom others were routed to a moment ago counts: such questions take turns.
  if (settings.inbound.routingFallback === 'random') return null;
  const place = await placePlainly(db, question, { agentKeys: [], since: question.receivedAt - SAME_QUESTION_MS });
  if (place === null) return null;
  const { callId, call, around } = place;
  const taken = await takeSnapshot(db, question, settings, around.blocked);
  const { ring, rungFirst } = ringsOf(question, settings, around, taken);
  const seq = (call?.lastSeq ?? 0) + 1;
  const asked = { ...taken, callId, seq, direction: call?.direction ?? 'inbound', ring };
  const facts = [{ ...factOf(question, taken), seq }];
  const written = await writePlainly(db, place, {
    facts,
    request: requestOf(asked),
    unclaimed: true,
    routed: rungFirst,
  });
  return written ? asked : null;
}

function factOf({ receivedAt, flags }: RoutingQuestion, { snapshot }: TakenSnapshot) {
  return { kind: 'routing_asked', snapshot, receivedAt, flags } as const;
}

/** How those who are named are rung, and who of them first. */
function ringsOf(
  { vendor }: RoutingQuestion,
  settings: TelephonySettings,
  { did }: Pick<Surroundings, 'did'>,
  { snapshot }: TakenSnapshot,
): { readonly ring: Ring; readonly rungFirst: readonly CounsellorId[] } {
  const { ring } = policyOf({ vendor, settings, credentials: [], sticky: [], did });
  const answer = route(snapshot);
  return { ring, rungFirst: ring === 'simultaneous' ? answer : answer.slice(0, 1) };
}

/** Only a call that is still nothing but a question, and a fresh one, is the same question asked again. */
function sameQuestion({ receivedAt }: RoutingQuestion) {
  return {
    since: receivedAt - SAME_QUESTION_MS,
    fits: ({ facts }: { facts: readonly { kind: string }[] }) =>
      facts.every((fact) => fact.kind === 'routing_asked') ? 1 : null,
  };
}
