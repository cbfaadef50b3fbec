import {
  askToAdvance,
  askToDeliver,
  callsNamingAgent,
  callsOfDid,
  reattributeFacts,
  type AgentMapping,
  type CallPlace,
} from '../db/attribution.ts';
import { lockCall } from '../db/calls.ts';
import type { Pool, Tx } from '../db/pool.ts';
import type { CallId, EpochMs, InstituteId } from '../domain/ids.ts';
import { advance } from './advance.ts';

/** Calls looked for at a time. */
const BATCH = 100;
/** Milliseconds after which the rest is left to the next request. */
const BUDGET_MS = 15_000;

export interface AttributionDeps {
  readonly pool: Pool;
  readonly now: () => EpochMs;
  /** Default 15 s. */
  readonly budgetMs?: number;
}

export interface AttributionQuestion {
  readonly instituteId: InstituteId;
  /** Calls first heard of from then on. */
  readonly from: EpochMs;
  /** Where the request before stopped. */
  readonly after: { readonly heardAt: number; readonly id: string } | null;
}

export interface Attributed {
  /** Calls that were taken anew. */
  readonly calls: number;
  /** The last call looked at, when time was over before the last one; null: all done. */
  readonly next: CallPlace | null;
}

/**
 * Gives the calls that name an agent's line to the counsellor whose it is now, whoever's it was (product 5): their
 * facts change hands, and everything that follows from them follows. Each call in a transaction of its own; as often
 * as you like.
 */
export async function attributeAgent(
  deps: AttributionDeps,
  question: AttributionQuestion,
  mapping: AgentMapping,
): Promise<Attributed> {
  const { instituteId } = question;
  const find = async (after: AttributionQuestion['after']) =>
    await callsNamingAgent(deps.pool, mapping, { ...question, after, limit: BATCH });
  return await eachCall(deps, question, find, async (tx, callId) => {
    return (await reattributeFacts(tx, { instituteId, callId }, mapping)) > 0;
  });
}

/** Has the calls on a DID take the campaign it now has; those that go on, its way of ringing and when a lead is made, too. */
export async function attributeDid(
  deps: AttributionDeps,
  question: AttributionQuestion,
  didKey: string,
): Promise<Attributed> {
  const find = async (after: AttributionQuestion['after']) =>
    await callsOfDid(deps.pool, didKey, { ...question, after, limit: BATCH });
  return await eachCall(deps, question, find, async () => await Promise.resolve(true));
}

async function eachCall(
  deps: AttributionDeps,
  { instituteId, after }: AttributionQuestion,
  find: (after: AttributionQuestion['after']) => Promise<readonly CallPlace[]>,
  change: (tx: Tx, callId: CallId) => Promise<boolean>,
): Promise<Attributed> {
  const { pool, now, budgetMs = BUDGET_MS } = deps;
  const until = performance.now() + budgetMs;
  let calls = 0;
  let last: AttributionQuestion['after'] = after;
  for (;;) {
    const batch = await find(last);
    for (const place of batch) {
      const { id } = place;
      const changed = await pool.transaction(async (tx) => await take(tx, id));
      if (changed) calls += 1;
      last = place;
      if (performance.now() >= until) return { calls, next: place };
    }
    if (batch.length < BATCH) return { calls, next: null };
  }

  async function take(tx: Tx, callId: CallId): Promise<boolean> {
    const call = await lockCall(tx, instituteId, callId);
    // Merged meanwhile: its facts are another call's now, which is found by itself.
    if (call === null || call.mergedInto !== null) return false;
    if (!(await change(tx, callId))) return false;
    await askToAdvance(tx, instituteId, callId);
    const advanced = await advance(tx, { instituteId, callId, now: now(), by: 'other' });
    if (advanced && !advanced.closed) await askToDeliver(tx, instituteId, callId);
    return true;
  }
}
