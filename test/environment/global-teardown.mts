import { tearDownAll } from './teardown-list.ts';

/** Stops what global-setup.mts started, Temporal before Postgres, and removes its folder. */
export default async function tearDown(): Promise<void> {
  await tearDownAll();
}
