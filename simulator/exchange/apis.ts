import type { Vendor } from '../day/planned.ts';
import { startExotelApi } from '../exotel/day-api.ts';
import { befalls, type FaultName, type FaultRates } from '../faults/catalogue.ts';
import { startKnowlarityApi } from '../knowlarity/day-api.ts';
import { startMcubesApi } from '../mcubes/day-api.ts';
import { startMyoperatorApi } from '../myoperator/day-api.ts';
import type { Random } from '../random.ts';
import { startTatatelApi } from '../tatatel/day-api.ts';
import type { ApiOptions, VendorApi } from './vendor-api.ts';

const STARTS: Readonly<Record<Vendor, (options: ApiOptions) => Promise<VendorApi>>> = {
  tatatel: startTatatelApi,
  myoperator: startMyoperatorApi,
  mcubes: startMcubesApi,
  exotel: startExotelApi,
  knowlarity: startKnowlarityApi,
};

export interface ApisQuestion {
  readonly random: Random;
  readonly rates: FaultRates;
  /** Whether a vendor is out at this moment. */
  readonly isOut: (vendor: Vendor) => boolean;
}

/** Starts each vendor's API on a port of its own. */
export async function startApis(
  vendors: readonly Vendor[],
  { random, rates, isOut }: ApisQuestion,
): Promise<ReadonlyMap<Vendor, VendorApi>> {
  const apis = await Promise.all(
    vendors.map(async (vendor) => {
      const own = random.fork(vendor);
      const happens = (fault: FaultName): boolean => befalls(fault, vendor) && own.chance(rates[fault] ?? 0);
      const options: ApiOptions = {
        ignoresFilters: happens('ignored_filters'),
        trouble: {
          withholdsIds: () => happens('late_ids'),
          next: () => {
            if (isOut(vendor)) return 'out';
            if (happens('limits')) return own.chance(0.5) ? 'too_many' : 'token_expired';
            return happens('failure_with_200') ? 'refused_with_200' : null;
          },
        },
      };
      return [vendor, await STARTS[vendor](options)] as const;
    }),
  );
  return new Map(apis);
}
