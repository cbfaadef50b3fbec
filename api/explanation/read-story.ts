import { findStoredAccount } from '../../db/accounts.ts';
import { counsellorNames, factsWithRequests, popupsOfCall, requestsOfCall } from '../../db/call-story.ts';
import type { CallRow } from '../../db/call-rows.ts';
import { listDispositions } from '../../db/dispositions.ts';
import type { Db } from '../../db/pool.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { explain, type Step } from './explain.ts';
import { counsellorsIn } from './fact-words.ts';
import { waitingOf, type Waiting } from './waiting.ts';

export interface Explanation {
  readonly steps: readonly Step[];
  /** Null: the call has ended. */
  readonly waiting: Waiting | null;
}

/** Reads all that is kept of a call and explains it, and what it still waits for. */
export async function explainCall(db: Db, call: CallRow, now: EpochMs): Promise<Explanation> {
  const { instituteId, id, vendor, state, blocked, settledAt, flags } = call;
  const goesOn = state !== 'ended';
  const [requests, told, popups, dispositions, account] = await Promise.all([
    requestsOfCall(db, instituteId, id),
    factsWithRequests(db, instituteId, id),
    popupsOfCall(db, instituteId, id),
    listDispositions(db, instituteId),
    goesOn ? findStoredAccount(db, instituteId, vendor) : null,
  ]);
  const labels = new Map(dispositions.map(({ code, label }) => [code, label]));
  // In the institute's words; a code that it has no more stands for itself.
  const facts = told.map(({ fact, ...rest }) => ({
    ...rest,
    fact: fact.kind === 'disposition' ? { ...fact, code: labels.get(fact.code) ?? fact.code } : fact,
  }));
  const named = [
    ...facts.flatMap(({ fact }) => counsellorsIn(fact)),
    ...popups.map(({ counsellorId }) => counsellorId),
  ];
  const names = await counsellorNames(db, instituteId, [...new Set(named)]);
  const steps = explain(
    { requests, facts, popups, call: { blocked, settledAt, flags } },
    (who) => names.get(who) ?? 'somebody',
  );
  const heard = told.map(({ fact }) => fact);
  return { steps, waiting: goesOn ? waitingOf(call, heard, account, now) : null };
}
