import type { NewFact } from '../../db/facts.ts';
import type { CallId, InstituteId } from '../../domain/ids.ts';
import type { FoundCall } from '../../vendors/adapter.ts';
import { addFact } from '../facts.ts';
import { askForCall, type PullDeps } from '../pull-record.ts';

/**
 * Asks a call's vendor for a recording that did not come by itself, and writes what came of it as a fact. Of the record
 * only the recording is taken: how the call went its reports have said.
 */
export async function fetchRecording(
  deps: PullDeps,
  { instituteId, callId, signal }: { instituteId: InstituteId; callId: CallId; signal?: AbortSignal },
): Promise<void> {
  const { pool, tools } = deps;
  const asked = await askForCall(deps, { instituteId, callId, ...(signal && { signal }) });
  if (asked === null) return;
  const fact: NewFact = { ...heardIn(asked.answer), receivedAt: tools.now(), flags: [] };
  await pool.transaction(async (tx) => await addFact(tx, { instituteId, callId, fact }));
}

function heardIn(answer: FoundCall) {
  if (answer.result === 'unreachable') return { kind: 'recording_absent', result: 'unreachable' } as const;
  const url = answer.result === 'found' ? answer.report.recordingUrl : null;
  return url === null ? ({ kind: 'recording_absent', result: 'none' } as const) : ({ kind: 'recording', url } as const);
}
