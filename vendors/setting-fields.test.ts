import { expect, test } from '@jest/globals';
import { allAdapters } from './registry.ts';
import { settingFields } from './setting-fields.ts';

test('every field of every vendor has a name an admin can read', () => {
  for (const adapter of allAdapters) {
    const fields = settingFields(adapter);
    expect(fields.map(({ name }) => name)).toEqual(Object.keys(adapter.settingsSchema.shape));
    for (const { name, title } of fields)
      expect([adapter.slug, name, /^[A-Z]/.test(title)]).toEqual([adapter.slug, name, true]);
    expect(fields.filter(({ isSecret }) => isSecret).map(({ name }) => name)).toEqual(adapter.secretFields);
  }
});

test('a field is asked for as what it is', () => {
  const kinds = (slug: string) =>
    Object.fromEntries(
      allAdapters
        .filter((one) => one.slug === slug)
        .flatMap((one) => settingFields(one).map(({ name, kind }) => [name, kind])),
    );
  expect(kinds('tatatel')).toEqual({
    apiUrl: 'address',
    email: 'text',
    password: 'text',
    callerId: 'text',
    skipActive: 'switch',
    webhookZone: 'choice',
  });
  expect(kinds('mcubes')).toEqual({ apiUrl: 'address', mode: 'choice', did: 'text' });
});
