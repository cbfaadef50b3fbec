import type { LedgerEntry } from '../ledger.ts';
import type { ShownCall } from '../product/shapes.ts';

export interface Matches {
  readonly byEntry: ReadonlyMap<LedgerEntry, ShownCall>;
  /** Calls the product shows and nobody made. */
  readonly extra: readonly ShownCall[];
}

/**
 * Finds each call of the ledger among the product's: by the product's own id where a click gave it, else by the vendor's,
 * else, where the vendor never told its id, by vendor and number in the order of time.
 */
export function matchCalls(entries: readonly LedgerEntry[], calls: readonly ShownCall[]): Matches {
  const byEntry = new Map<LedgerEntry, ShownCall>();
  const free = new Set(calls);
  const take = (entry: LedgerEntry, found: ShownCall | undefined): void => {
    if (found === undefined) return;
    byEntry.set(entry, found);
    free.delete(found);
  };
  const byId = new Map(calls.map((call) => [call.id, call]));
  const byVendorId = new Map(calls.map((call) => [`${call.vendor} ${call.vendorCallId}`, call]));
  for (const entry of entries) {
    const { click, call, callId } = entry;
    take(entry, click?.callId == null ? byVendorId.get(`${call.vendor} ${callId}`) : byId.get(click.callId));
  }
  for (const entry of entries.filter((one) => !byEntry.has(one) && one.told.length > 0)) {
    const { call } = entry;
    const same = [...free].filter(
      (one) => one.vendor === call.vendor && one.vendorCallId === null && one.number === call.student.number,
    );
    take(entry, same.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt))[0]);
  }
  return { byEntry, extra: [...free] };
}
