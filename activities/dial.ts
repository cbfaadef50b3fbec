import { Context } from '@temporalio/activity';
import { dialCall, type DialDeps } from '../calls/dial.ts';
import type { DialActivities } from './contract.ts';

/** What call workflows ask of the worker that dials by one vendor. */
export function dialActivities(deps: DialDeps): DialActivities {
  return {
    dial: async ({ institute, callId }) => {
      await dialCall(deps, { instituteId: institute, callId, signal: Context.current().cancellationSignal });
    },
  };
}
