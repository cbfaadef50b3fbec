import type { CounsellorId } from '../../domain/ids.ts';
import type { Plan } from '../../domain/call/plan.ts';
import type { Advancing } from '../advance.ts';

interface Wrapping {
  readonly outcome: string | null;
  readonly wrapUpDone: boolean;
  readonly counsellorId: CounsellorId | null;
}

/** Tells the counsellor whose pending list gained or lost this call (answered, wrap-up not done). */
export function notePending({ call, feed }: Advancing, { record }: Plan): void {
  const before = pendingWith(call);
  const after = pendingWith(record);
  if (before === after) return;
  for (const counsellorId of [before, after]) {
    if (counsellorId !== null) feed.push({ counsellorId, type: 'pending', ref: null });
  }
}

function pendingWith({ outcome, wrapUpDone, counsellorId }: Wrapping): CounsellorId | null {
  return outcome === 'answered' && !wrapUpDone ? counsellorId : null;
}
