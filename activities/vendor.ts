import { sweepPart } from '../calls/daily-sweep.ts';
import { pullRecord } from '../calls/pull-record.ts';
import { fetchRecording } from '../calls/recordings/fetch.ts';
import type { FillDeps } from '../calls/stream-gap.ts';
import type { VendorActivities } from './contract.ts';
import { alive } from './heartbeat.ts';

/** What call workflows ask of one vendor's worker. */
export function vendorActivities(deps: FillDeps): VendorActivities {
  return {
    pullRecord: async ({ institute, callId }) =>
      await alive(async (signal) => await pullRecord(deps, { instituteId: institute, callId, signal })),
    fetchRecording: async ({ institute, callId }) =>
      await alive(async (signal) => await fetchRecording(deps, { instituteId: institute, callId, signal })),
    sweepPart: async ({ institute, vendor, day }) =>
      await alive(async (signal) => await sweepPart(deps, { instituteId: institute, vendor, day }, signal)),
  };
}
