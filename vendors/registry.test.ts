import { describe, expect, test } from '@jest/globals';
import { adapterFor, allAdapters } from './registry.ts';

test('vendors are known by their slug alone', () => {
  expect(allAdapters.map(({ slug }) => slug)).toEqual(['tatatel', 'mcubes', 'myoperator', 'knowlarity', 'exotel']);
  for (const slug of ['', 'Tatatel', 'constructor', '__proto__', 'smartflo']) expect(adapterFor(slug)).toBeNull();
});

describe.each(allAdapters.map((adapter) => [adapter.slug, adapter] as const))('%s', (slug, adapter) => {
  test('has settings that need nothing to be set, and a real host', () => {
    expect(adapterFor(slug)).toBe(adapter);
    const defaults = adapter.settingsSchema.parse({});
    expect(defaults['apiUrl']).toMatch(/^https:\/\//);
    expect(adapter.settingsSchema.safeParse({ apiUrl: 'ftp://x.test' }).success).toBe(false);
    expect(adapter.settingsSchema.safeParse({ apiUrl: 'http://127.0.0.1:4010' }).success).toBe(true);
  });

  test('keeps its secrets among its settings', () => {
    const names = Object.keys(adapter.settingsSchema.shape);
    for (const secret of adapter.secretFields) expect(names).toContain(secret);
  });
});
