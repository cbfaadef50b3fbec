import { Context } from '@temporalio/activity';
import { sweepPart } from '../calls/daily-sweep.ts';
import { pullRecord } from '../calls/pull-record.ts';
import { fetchRecording } from '../calls/recordings/fetch.ts';
import type { FillDeps } from '../calls/stream-gap.ts';
import type { VendorActivities } from './contract.ts';

/** What call workflows ask of one vendor's worker. */
export function vendorActivities(deps: FillDeps): VendorActivities {
  return {
    pullRecord: async ({ institute, callId }) => {
      await pullRecord(deps, { instituteId: institute, callId, signal: Context.current().cancellationSignal });
    },
    fetchRecording: async ({ institute, callId }) => {
      await fetchRecording(deps, { instituteId: institute, callId, signal: Context.current().cancellationSignal });
    },
    sweepPart: async ({ institute, vendor, day }) =>
      await sweepPart(deps, { instituteId: institute, vendor, day }, Context.current().cancellationSignal),
  };
}
