import { readStream, type StreamDeps } from '../calls/stream.ts';
import type { StreamActivities } from './contract.ts';
import { alive } from './heartbeat.ts';

/** What workflows of live events ask for. */
export function streamActivities(deps: StreamDeps): StreamActivities {
  return {
    readStream: async ({ institute, vendor }) =>
      await alive(async (signal) => await readStream(deps, { instituteId: institute, vendor }, signal)),
  };
}
