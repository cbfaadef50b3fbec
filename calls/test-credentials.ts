import { UnsealingError } from '../config/sealing.ts';
import type { SecretKey } from '../config/secret-keys.ts';
import { findStoredAccount, type StoredAccount } from '../db/accounts.ts';
import { openAccount } from '../db/credentials.ts';
import { noteCredentialTest } from '../db/credential-tests.ts';
import type { Pool } from '../db/pool.ts';
import type { EpochMs, InstituteId } from '../domain/ids.ts';
import { secretPaths } from '../domain/settings/telephony-change.ts';
import type { VendorAdapter, VendorTools } from '../vendors/adapter.ts';
import type { UnreachableReason } from '../vendors/unreachable.ts';

/** Together with the queue for the account's turn a caller waits this long at most. */
const LONGEST_MS = 20_000;

export type CredentialProblem =
  | UnreachableReason
  /** Nothing is set that could be tried. */
  | 'credentials_missing'
  /** What is stored does not open with any of our keys. */
  | 'credentials_unreadable'
  /** We know no request of this vendor's that would tell. */
  | 'not_supported';

export type CredentialOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: CredentialProblem; readonly retryAt: EpochMs | null };

export interface TestingDeps {
  readonly pool: Pool;
  readonly secretKeys: readonly SecretKey[];
  readonly tools: VendorTools;
}

const problem = (reason: CredentialProblem, retryAt: EpochMs | null = null): CredentialOutcome => ({
  ok: false,
  reason,
  retryAt,
});

/**
 * Tries an institute's stored credentials against the vendor, outside any transaction, and keeps how it went for the
 * health page. Nothing the vendor says goes further than its reason.
 */
export async function testStoredCredentials(
  { pool, secretKeys, tools }: TestingDeps,
  { instituteId, country, adapter }: { instituteId: InstituteId; country: string; adapter: VendorAdapter },
): Promise<CredentialOutcome> {
  const stored = await findStoredAccount(pool, instituteId, adapter.slug);
  const outcome = await tryOut(stored);
  if (stored !== null && (outcome.ok || outcome.reason !== 'not_supported')) {
    const noted = outcome.ok ? null : outcome.reason;
    await noteCredentialTest(pool, { instituteId, vendor: adapter.slug, problem: noted, now: tools.now() });
  }
  return outcome;

  async function tryOut(account: StoredAccount | null): Promise<CredentialOutcome> {
    // A vendor that could be asked with every secret set, and can not be now, lacks some.
    const missing = adapter.canPull(secretPaths(adapter)) ? 'credentials_missing' : 'not_supported';
    const opened = account === null ? null : openOrNull(account);
    if (opened === 'unreadable') return problem('credentials_unreadable');
    const client = opened && adapter.client({ instituteId, country, ...opened }, tools);
    if (!client) return problem(missing);
    if (!client.test) return problem('not_supported');
    const tested = await client.test(AbortSignal.timeout(LONGEST_MS));
    return tested.ok ? tested : problem(tested.reason, tested.retryAt);
  }

  function openOrNull(account: StoredAccount) {
    try {
      return openAccount(account, { keys: secretKeys, instituteId });
    } catch (error) {
      if (error instanceof UnsealingError) return 'unreadable';
      throw error;
    }
  }
}
