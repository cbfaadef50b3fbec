import { Context } from '@temporalio/activity';
import { pullRecord, type PullDeps } from '../calls/pull-record.ts';
import type { VendorActivities } from './contract.ts';

/** What call workflows ask of one vendor's worker. */
export function vendorActivities(deps: PullDeps): VendorActivities {
  return {
    pullRecord: async ({ institute, callId }) => {
      await pullRecord(deps, { instituteId: institute, callId, signal: Context.current().cancellationSignal });
    },
  };
}
