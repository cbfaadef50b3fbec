import { Context } from '@temporalio/activity';

/** Well inside `HEARTBEAT_TIMEOUT`. */
const HEARTBEAT_MS = 2000;

/**
 * Tells Temporal that an activity is alive as long as it works: a worker that died is noticed by its silence, and another
 * takes the work over.
 *
 * @param work gets what aborts when the activity is cancelled
 */
export async function alive<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
  try {
    return await work(context.cancellationSignal);
  } finally {
    clearInterval(beat);
  }
}
