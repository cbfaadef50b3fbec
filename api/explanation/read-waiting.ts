import { policyOf, readStoredSettings } from '../../calls/policy.ts';
import { findStoredAccount } from '../../db/accounts.ts';
import type { CallRow } from '../../db/call-rows.ts';
import { factsWithRequests } from '../../db/call-story.ts';
import type { Db } from '../../db/pool.ts';
import { see, type Seen } from '../../domain/call/seen.ts';
import type { EpochMs } from '../../domain/ids.ts';

/** When the vendor of a call that goes on is asked next, and when it is given up; null: it has ended. */
export async function readWaiting(
  db: Db,
  { instituteId, id, state, vendor, direction, blocked, heardAt }: CallRow,
  now: EpochMs,
): Promise<Pick<Seen, 'askAt' | 'giveUpAt'> | null> {
  if (state === 'ended') return null;
  const [account, told] = await Promise.all([
    findStoredAccount(db, instituteId, vendor),
    factsWithRequests(db, instituteId, id),
  ]);
  const policy = policyOf({
    vendor,
    settings: readStoredSettings(account?.settings ?? null),
    credentials: Object.keys(account?.credentials ?? {}),
    // Whose the lead becomes, and what a DID decides, changes no waiting.
    sticky: [],
    did: null,
  });
  const facts = told.map(({ fact }) => fact);
  const firstHeardAt = Math.floor(heardAt / 1000);
  const { end, askAt, giveUpAt } = see(facts, { direction, firstHeardAt, blocked }, policy, now);
  return end === null ? { askAt, giveUpAt } : null;
}
