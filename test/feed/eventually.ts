import { setTimeout as wait } from 'node:timers/promises';

/** For what tells nobody that it happened: looks until it is so. */
export async function eventually(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(20);
}
