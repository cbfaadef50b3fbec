import { findInstitute } from '../db/institutes.ts';
import type { Db } from '../db/pool.ts';
import type { InstituteId } from '../domain/ids.ts';
import { openVendorClient, type ClientDeps } from './vendor-client.ts';

/** A counsellor waits for this. */
const LONGEST_MS = 5000;

/**
 * Asks the vendor to end a live call, outside any transaction. Says whether it agreed; false too where it knows no such
 * request, could not be asked, or took longer than five seconds.
 */
export async function hangUpAtVendor(
  db: Db,
  deps: ClientDeps,
  { instituteId, vendor, vendorCallId }: { instituteId: InstituteId; vendor: string; vendorCallId: string },
): Promise<boolean> {
  const institute = await findInstitute(db, instituteId);
  if (institute === null) return false;
  const client = await openVendorClient(db, deps, { instituteId, vendor, country: institute.country });
  return (await client?.hangUp?.(vendorCallId, AbortSignal.timeout(LONGEST_MS))) ?? false;
}
