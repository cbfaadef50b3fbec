import { policyOf, readStoredSettings } from '../../calls/policy.ts';
import type { StoredAccount } from '../../db/accounts.ts';
import type { CallRow } from '../../db/call-rows.ts';
import type { Fact } from '../../domain/call/facts.ts';
import { see, type Seen } from '../../domain/call/seen.ts';
import type { EpochMs } from '../../domain/ids.ts';

/** When the vendor of a call that goes on is asked next, and when the call is given up. */
export type Waiting = Pick<Seen, 'askAt' | 'giveUpAt'>;

/** What a call waits for; null: it has ended. */
export function waitingOf(
  { vendor, direction, blocked, heardAt }: CallRow,
  facts: readonly Fact[],
  account: StoredAccount | null,
  now: EpochMs,
): Waiting | null {
  const policy = policyOf({
    vendor,
    settings: readStoredSettings(account?.settings ?? null),
    credentials: Object.keys(account?.credentials ?? {}),
    // Whose the lead becomes, and what a DID decides, changes no waiting.
    sticky: [],
    did: null,
  });
  const firstHeardAt = Math.floor(heardAt / 1000);
  const { end, askAt, giveUpAt } = see(facts, { direction, firstHeardAt, blocked }, policy, now);
  return end === null ? { askAt, giveUpAt } : null;
}
