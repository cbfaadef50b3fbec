import { UnsealingError } from '../config/sealing.ts';
import { findInstituteForVendor, findStoredAccount, type Account, type InstituteForVendor } from '../db/accounts.ts';
import { openAccount } from '../db/credentials.ts';
import { listDids } from '../db/dids.ts';
import type { Db } from '../db/pool.ts';
import type { InstituteId } from '../domain/ids.ts';
import type { VendorAccount, VendorAdapter, VendorStream } from '../vendors/adapter.ts';
import { adapterFor } from '../vendors/registry.ts';
import type { ClientDeps } from './vendor-client.ts';

/** An account at a vendor. */
export interface WhichAccount {
  readonly instituteId: InstituteId;
  readonly vendor: string;
}

/** An account whose live events are read, as it stood when it was opened. */
export interface StreamAccount extends WhichAccount {
  readonly institute: InstituteForVendor['institute'];
  readonly account: Account;
  readonly adapter: VendorAdapter;
  readonly stream: VendorStream;
  /** With its secrets; null: no key of ours opens them any more. */
  readonly opened: VendorAccount | null;
}

/** The account, or null where nothing is to be read: its vendor has no stream, it is not enabled, or it can't open one. */
export async function openStreamAccount(
  db: Db,
  { secretKeys }: ClientDeps,
  { instituteId, vendor }: WhichAccount,
): Promise<StreamAccount | null> {
  const adapter = adapterFor(vendor);
  const found = await findInstituteForVendor(db, instituteId, vendor);
  if (!adapter?.stream || !found?.account?.enabled || !adapter.stream.canOpen(found.account.credentials)) return null;
  const stored = await findStoredAccount(db, instituteId, vendor);
  if (stored === null) return null;
  const { institute, account } = found;
  const known = {
    instituteId,
    vendor,
    institute,
    account: { ...account, version: stored.version },
    adapter,
    stream: adapter.stream,
  };
  try {
    return {
      ...known,
      opened: { instituteId, country: institute.country, ...openAccount(stored, { keys: secretKeys, instituteId }) },
    };
  } catch (error) {
    if (error instanceof UnsealingError) return { ...known, opened: null };
    throw error;
  }
}

/** Keys of the numbers whose calls are the account's: the institute's DIDs, and what its settings call its own. */
export async function ownNumbersOf(
  db: Db,
  { instituteId, institute, account, stream }: StreamAccount,
): Promise<ReadonlySet<string>> {
  const dids = await listDids(db, instituteId);
  return new Set([
    ...dids.map(({ numberKey }) => numberKey),
    ...stream.ownNumbers(account.vendorSettings, institute.country),
  ]);
}

/** Whether the account still stands as it was opened. */
export async function isUnchanged(db: Db, { instituteId, vendor, account }: StreamAccount): Promise<boolean> {
  const stored = await findStoredAccount(db, instituteId, vendor);
  return stored?.version === account.version && stored.settings['enabled'] === true;
}
