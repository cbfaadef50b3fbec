import type { VendorAdapter } from './adapter.ts';
import { exotel } from './exotel/adapter.ts';
import { knowlarity } from './knowlarity/adapter.ts';
import { mcubes } from './mcubes/adapter.ts';
import { myoperator } from './myoperator/adapter.ts';
import { tatatel } from './tatatel/adapter.ts';

const adapters = { tatatel, mcubes, myoperator, knowlarity, exotel } satisfies Readonly<Record<string, VendorAdapter>>;

export type VendorSlug = keyof typeof adapters;

/** Every vendor, in the order pages list them. */
export const allAdapters: readonly VendorAdapter[] = Object.values(adapters);

/** Whether a path segment or setting names a vendor we know. */
export const isVendorSlug = (slug: string): slug is VendorSlug => Object.hasOwn(adapters, slug);

/** The vendor with this slug; null when there is none. */
export const adapterFor = (slug: string): VendorAdapter | null => (isVendorSlug(slug) ? adapters[slug] : null);
