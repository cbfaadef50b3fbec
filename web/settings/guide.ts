import type { NumbersSettings, Vendor } from './contract.ts';

/** How an institute stands on its way to the first call. */
export interface Standing {
  readonly vendors: readonly Vendor[];
  readonly defaultVendor: string | null;
  readonly numbers: NumbersSettings;
}

export interface GuideStep {
  readonly id: 'vendor' | 'key' | 'test' | 'inbound' | 'permission' | 'counsellor' | 'number' | 'sheet' | 'call';
  readonly isDone: boolean;
}

/**
 * The vendor the guide speaks of: the one with calls, else the one in use, else the default, else one that was begun. Null:
 * nothing was chosen yet.
 */
export function vendorOf({ vendors, defaultVendor }: Omit<Standing, 'numbers'>): Vendor | null {
  return (
    vendors.find(({ enabled, hasCalls }) => enabled && hasCalls) ??
    vendors.find(({ enabled, vendor }) => enabled && vendor === defaultVendor) ??
    vendors.find(({ enabled }) => enabled) ??
    vendors.find(({ vendor }) => vendor === defaultVendor) ??
    vendors.find(({ isSetUp }) => isSetUp) ??
    null
  );
}

/** The steps from an empty institute to the first call, as they stand at the API. */
export function stepsOf(standing: Standing): readonly GuideStep[] {
  const vendor = vendorOf(standing);
  const test = vendor?.tested ?? null;
  return [
    { id: 'vendor', isDone: vendor?.enabled ?? false },
    { id: 'key', isDone: vendor?.hasCredentials ?? false },
    // A vendor whose key can't be tried has nothing to wait for.
    {
      id: 'test',
      isDone:
        vendor !== null &&
        vendor.hasCredentials &&
        (vendor.canTest ? test !== null && test.ok && !test.changedSince : true),
    },
    { id: 'inbound', isDone: vendor?.inbound ?? false },
    { id: 'counsellor', isDone: (vendor?.counsellors ?? 0) > 0 },
    { id: 'permission', isDone: (vendor?.ready ?? 0) > 0 },
    { id: 'number', isDone: standing.numbers.dids.some(({ campaign }) => campaign !== null) },
    { id: 'sheet', isDone: vendor !== null && (vendor.hasToken || vendor.hasSecretKey) },
    { id: 'call', isDone: vendor?.hasCalls ?? false },
  ];
}

/** Which step to take next; null: all are done. */
export const nextOf = (steps: readonly GuideStep[]): GuideStep['id'] | null =>
  steps.find(({ isDone }) => !isDone)?.id ?? null;
