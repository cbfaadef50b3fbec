import type { Interceptor } from 'slonik';

/** All connections are taken and too many already wait for one: better refused at once than answered too late. */
export class PoolBusyError extends Error {
  readonly code = 'pool_busy';

  constructor() {
    super('Too many are waiting for a database connection.');
    this.name = 'PoolBusyError';
  }
}

/** Bounds a pool's queue, which slonik itself lets grow without end; those who ask in the same turn of the event loop may exceed it once. */
export function boundWaiting(waiting: () => number, most: number): Interceptor {
  return {
    name: 'bound-waiting',
    beforePoolConnection: () => {
      if (waiting() >= most) throw new PoolBusyError();
      return null;
    },
  };
}
