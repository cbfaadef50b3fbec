import { Context } from '@temporalio/activity';
import { readStream, type StreamDeps } from '../calls/stream.ts';
import type { StreamActivities } from './contract.ts';

/** Well inside the heartbeat time-out: a worker that died is noticed by its silence. */
const HEARTBEAT_MS = 2000;

/** What workflows of live events ask for. */
export function streamActivities(deps: StreamDeps): StreamActivities {
  return {
    readStream: async ({ institute, vendor }) => {
      const context = Context.current();
      const alive = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
      try {
        return await readStream(deps, { instituteId: institute, vendor }, context.cancellationSignal);
      } finally {
        clearInterval(alive);
      }
    },
  };
}
