import { randomInt } from 'node:crypto';
import { insertFact } from '../db/facts.ts';
import { findLeadsByNumber } from '../db/leads.ts';
import { readSurroundings } from '../db/placing.ts';
import { lockRouting, markRouted, reachableCounsellors, type Reachable } from '../db/routing.ts';
import type { Tx } from '../db/pool.ts';
import type { CallId, CounsellorId, RequestId } from '../domain/ids.ts';
import { route, type RoutingSnapshot } from '../domain/routing/route.ts';
import type { TelephonySettings } from '../domain/settings/telephony.ts';
import { complete, findByRefs, join, type Placeable } from './placing.ts';
import { policyOf } from './policy.ts';

/** A question without an id joins an unclaimed one younger than this (design 4e). */
const SAME_QUESTION_MS = 120_000;

export interface RoutingQuestion extends Placeable {
  readonly requestId: RequestId;
  readonly flags: readonly string[];
}

export interface RoutingAsked {
  readonly callId: CallId;
  readonly seq: number;
  readonly snapshot: RoutingSnapshot;
  /** What to call each counsellor the answer may name: their first number at the vendor as entered. */
  readonly agentNumbers: ReadonlyMap<CounsellorId, string>;
}

/**
 * Takes a routing question in and takes the snapshot its answer follows from (`route`). The caller commits, asks
 * the call's workflow for the answer, and answers by itself with the same when that takes too long.
 */
export async function askRouting(tx: Tx, question: RoutingQuestion, settings: TelephonySettings): Promise<RoutingAsked> {
  const { instituteId, vendor, numberKey, didKey, receivedAt, requestId, flags } = question;
  const around = await readSurroundings(tx, { instituteId, vendor, callId: null, agentKey: null, numberKey, didKey });
  const known = await findByRefs(tx, question);
  const placed = known ? { call: known } : await join(tx, question, sameQuestion(question), around.blocked, 'an_unclaimed_question');
  if (!placed) throw new Error('The call was merged away while the question was taken in');
  const { call } = placed;
  await complete(tx, call, question, around.blocked);

  const nobody = { snapshot: NOBODY, reachable: [] };
  const { snapshot, reachable } =
    numberKey === null || around.blocked ? nobody : await takeSnapshot(tx, question, settings);
  const seq = await insertFact(tx, {
    instituteId,
    callId: call.id,
    requestId,
    heard: true,
    fact: { kind: 'routing_asked', snapshot, receivedAt, flags },
  });
  if (seq === null) throw new Error('The call was merged away while the question was taken in');

  const answer = route(snapshot);
  const { ring } = policyOf({ vendor, settings, credentials: [], sticky: [], did: around.did });
  const rungFirst = ring === 'simultaneous' ? answer : answer.slice(0, 1);
  if (rungFirst.length > 0) await markRouted(tx, { instituteId, ids: rungFirst, now: receivedAt });
  const agentNumbers = new Map(reachable.map(({ id, agentNumber }) => [id, agentNumber]));
  return { callId: call.id, seq, snapshot, agentNumbers };
}

const NOBODY: RoutingSnapshot = { line: [], others: [], fallback: 'vendor', seed: 0 };

/** Only a call that is still nothing but a question, and a fresh one, is the same question asked again. */
function sameQuestion({ receivedAt }: RoutingQuestion) {
  return {
    since: receivedAt - SAME_QUESTION_MS,
    fits: ({ facts }: { facts: readonly { kind: string }[] }) =>
      facts.every((fact) => fact.kind === 'routing_asked') ? 1 : null,
  };
}

async function takeSnapshot(
  tx: Tx,
  { instituteId, vendor, numberKey, receivedAt: now }: RoutingQuestion,
  { inbound, times }: TelephonySettings,
): Promise<{ snapshot: RoutingSnapshot; reachable: readonly Reachable[] }> {
  const fallback = inbound.routingFallback;
  // Two questions at once must not both find the same counsellor free.
  if (fallback === 'random') await lockRouting(tx, instituteId);
  const [lead] = await findLeadsByNumber(tx, {
    instituteId,
    numberKey: numberKey ?? '',
    includeAlternates: inbound.matchAlternateMobile,
  });
  const ask = { instituteId, vendor, ringSeconds: times.ringSeconds, now };
  const owners = await reachableAmong(tx, ask, lead?.owners.map((owner) => owner.id) ?? []);
  // The settings' ids are checked to be this institute's counsellors when they are saved.
  const sticky = inbound.stickyCounsellorIds.map((id) => id as CounsellorId);
  const line = owners.length > 0 ? owners : await reachableAmong(tx, ask, sticky);
  const needsOthers = fallback === 'random' && line.some((one) => !one.available);
  const all = needsOthers ? await reachableCounsellors(tx, { ...ask, ids: null }) : [];
  const named = new Set(line.map((one) => one.id));
  const others = all.filter((one) => one.available && !named.has(one.id));
  return {
    snapshot: {
      line: line.map(({ id, available }) => ({ id, available })),
      others: others.map((one) => one.id),
      fallback,
      seed: randomInt(2 ** 31),
    },
    reachable: [...line, ...others],
  };
}

type Ask = Omit<Parameters<typeof reachableCounsellors>[1], 'ids'>;

async function reachableAmong(tx: Tx, ask: Ask, ids: readonly CounsellorId[]): Promise<readonly Reachable[]> {
  return ids.length === 0 ? [] : await reachableCounsellors(tx, { ...ask, ids });
}
