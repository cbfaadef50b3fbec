import type { SecretKey } from '../config/secret-keys.ts';
import { UnsealingError } from '../config/sealing.ts';
import { findStoredAccount, type StoredAccount } from '../db/accounts.ts';
import { openAccount } from '../db/credentials.ts';
import type { Db } from '../db/pool.ts';
import type { InstituteId } from '../domain/ids.ts';
import type { VendorClient, VendorTools } from '../vendors/adapter.ts';
import { adapterFor } from '../vendors/registry.ts';

export interface ClientDeps {
  readonly secretKeys: readonly SecretKey[];
  readonly tools: VendorTools;
}

/** Whose account is asked at which vendor; `country` is the institute's. */
export interface ClientQuestion {
  readonly instituteId: InstituteId;
  readonly vendor: string;
  readonly country: string;
}

/**
 * A client of an institute's account at a vendor. Null when there is nobody to ask: no account, no credentials, or some
 * that no key opens any more.
 */
export async function openVendorClient(
  db: Db,
  { secretKeys, tools }: ClientDeps,
  { instituteId, vendor, country }: ClientQuestion,
): Promise<VendorClient | null> {
  const stored = await findStoredAccount(db, instituteId, vendor);
  const account = stored && openOrNull(stored, secretKeys, instituteId);
  return (account && adapterFor(vendor)?.client({ instituteId, country, ...account }, tools)) ?? null;
}

function openOrNull(stored: StoredAccount, keys: readonly SecretKey[], instituteId: InstituteId) {
  try {
    return openAccount(stored, { keys, instituteId });
  } catch (error) {
    if (error instanceof UnsealingError) return null;
    throw error;
  }
}
