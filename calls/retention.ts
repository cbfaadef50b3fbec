import { forgetFeed } from '../db/feed-read.ts';
import type { Pool } from '../db/pool.ts';
import {
  forgetEvents,
  forgetFacts,
  forgetNumbers,
  forgetRecordings,
  forgetRequests,
  listRetention,
  type TooOld,
} from '../db/retention.ts';
import { forgetSpentSignIns } from '../db/spent-sign-ins.ts';
import type { EpochMs } from '../domain/ids.ts';
import type { RetentionSettings } from '../domain/settings/retention.ts';

const DAY_MS = 86_400_000;
/** Rows of one transaction: what it locks is free again in milliseconds. */
const BATCH = 500;
/** Requests that name no institute are nobody's to decide about. */
const NOBODYS_REQUESTS_DAYS = 30;

type Kept = keyof RetentionSettings;

/** What goes, in this order: what calls were made of last, since forgetting them closes the calls for good. */
const FORGETTING: readonly (readonly [Kept, (db: Pool, old: TooOld) => Promise<number>])[] = [
  ['requestDays', forgetRequests],
  ['feedDays', forgetFeed],
  ['eventDays', forgetEvents],
  ['recordingDays', forgetRecordings],
  ['numberDays', forgetNumbers],
  ['factDays', forgetFacts],
];

export interface Forgotten {
  /** False: time was over before everything too old was gone. */
  readonly done: boolean;
  /** How much went, by what it is; without what nothing went of. */
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Forgets what every institute has kept for longer than it wants to, in batches that are transactions of their own. As
 * often as you like; whatever it did before a death is done.
 *
 * @param mayGoOn asked between batches
 */
export async function forgetTooOld(
  pool: Pool,
  { now, mayGoOn }: { readonly now: EpochMs; readonly mayGoOn: () => boolean },
): Promise<Forgotten> {
  const counts: Record<string, number> = {};
  const allOf = async (name: string, forget: (limit: number) => Promise<number>): Promise<boolean> => {
    while (mayGoOn()) {
      const count = await forget(BATCH);
      if (count > 0) counts[name] = (counts[name] ?? 0) + count;
      if (count < BATCH) return true;
    }
    return false;
  };
  await forgetSpentSignIns(pool, now);
  const before = (days: number): EpochMs => now - days * DAY_MS;
  let done = await allOf(
    'requestDays',
    async (limit) => await forgetRequests(pool, { instituteId: null, before: before(NOBODYS_REQUESTS_DAYS), limit }),
  );
  for (const { instituteId, settings } of await listRetention(pool)) {
    for (const [kept, forget] of FORGETTING) {
      const days = settings[kept];
      if (days === null) continue;
      done =
        (await allOf(kept, async (limit) => await forget(pool, { instituteId, before: before(days), limit }))) && done;
    }
  }
  return { done, counts };
}
