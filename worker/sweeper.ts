import { claimOverdue, type Overdue } from '../db/relaying.ts';
import { advanceAlone, type RelayDeps } from './relay.ts';
import { runRounds, type Rounds } from './rounds.ts';

const PAUSE_MS = 5000;
/** Calls of one round. */
const BATCH = 50;

/**
 * Advances unclosed calls whose time has passed, and wakes their workflows: they lost their timer, or Temporal everything,
 * or nobody works on them. A woken workflow needs nothing but the call's id.
 *
 * @param overdueSeconds how long past its time a call is before it is woken
 */
export function startSweeper(deps: RelayDeps, overdueSeconds: number): Rounds {
  const { pool, log, now } = deps;
  const pauseMs = Math.min(PAUSE_MS, overdueSeconds * 1000);
  return runRounds({ name: 'sweeper', pauseMs, log }, async () => {
    const at = now();
    const calls = await claimOverdue(pool, { dueBefore: at - overdueSeconds * 1000, now: at, limit: BATCH });
    await Promise.all(calls.map(async (call) => await wake(deps, call)));
    return calls.length === BATCH ? 'more' : 'done';
  });
}

async function wake(deps: RelayDeps, call: Overdue): Promise<void> {
  await advanceAlone(deps, call);
  try {
    await deps.workflows.wake(call);
  } catch (error) {
    deps.log.warn({ err: error, callId: call.callId }, 'an overdue call could not be woken');
  }
}
