import type { Logger } from '../config/log.ts';
import { advance } from '../calls/advance.ts';
import type { CallWorkflows } from '../calls/call-workflows.ts';
import { claimUndelivered, type Undelivered } from '../db/relaying.ts';
import type { Pool } from '../db/pool.ts';
import type { FactKind } from '../domain/call/facts.ts';
import type { CallId, EpochMs, InstituteId } from '../domain/ids.ts';
import { runRounds, type Rounds } from './rounds.ts';

export interface RelayDeps {
  readonly pool: Pool;
  readonly workflows: CallWorkflows;
  readonly log: Logger;
  readonly now: () => EpochMs;
}

const PAUSE_MS = 1000;
/** Calls of one round. */
const BATCH = 50;

/**
 * Tells workflows of facts they have not seen: the API died before it could, or Temporal was away. A fact counts as
 * delivered when the call's own workflow applied it, not when somebody sent it.
 *
 * @param afterSeconds age of a fact before the relay takes it up; until then its own process is on it
 */
export function startRelay(deps: RelayDeps, afterSeconds: number): Rounds {
  const { pool, log, now } = deps;
  return runRounds({ name: 'relay', pauseMs: PAUSE_MS, log }, async () => {
    const at = now();
    const calls = await claimUndelivered(pool, { heardBefore: at - afterSeconds * 1000, now: at, limit: BATCH });
    await Promise.all(calls.map(async (call) => await relay(deps, call)));
    return calls.length === BATCH ? 'more' : 'done';
  });
}

async function relay(deps: RelayDeps, call: Undelivered): Promise<void> {
  try {
    if (call.kind === 'merged') await deps.workflows.wake(call);
    // Written by insertFact alone, from the facts' own type.
    else await deps.workflows.signalFact(call, { seq: call.lastSeq, kind: call.kind as FactKind });
    // Told before and still not applied: nobody works on its workflow, or it is broken.
    if (call.attempts > 1) await advanceAlone(deps, call);
  } catch (error) {
    deps.log.warn({ err: error, callId: call.callId, attempts: call.attempts }, 'a fact could not be relayed');
    await advanceAlone(deps, call);
  }
}

/** Without its workflow a call is advanced here: what the database can do, it does. */
export async function advanceAlone(
  { pool, log, now }: RelayDeps,
  { instituteId, callId }: { readonly instituteId: InstituteId; readonly callId: CallId },
): Promise<void> {
  try {
    await pool.transaction(async (tx) => await advance(tx, { instituteId, callId, now: now(), by: 'other' }));
  } catch (error) {
    log.warn({ err: error, callId }, 'a call could not be advanced alone');
  }
}
