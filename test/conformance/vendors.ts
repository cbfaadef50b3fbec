import { allAdapters, isVendorSlug, type VendorSlug } from '../../vendors/registry.ts';
import type { Conformance } from './conformance.ts';
import { exotel } from './exotel.ts';
import { knowlarity } from './knowlarity.ts';
import { mcubes } from './mcubes.ts';
import { myoperator } from './myoperator.ts';
import { tatatel } from './tatatel.ts';

/** Every vendor, held against its corpus. */
export const conformances: Readonly<Record<VendorSlug, Conformance>> = {
  tatatel,
  mcubes,
  myoperator,
  knowlarity,
  exotel,
};

/** Each with its adapter, in the order pages list them. */
export const covered = allAdapters.flatMap((adapter) =>
  isVendorSlug(adapter.slug) ? [[adapter.slug, adapter, conformances[adapter.slug]] as const] : [],
);
