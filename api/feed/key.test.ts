import { expect, test } from '@jest/globals';
import { namedFeeds } from './key.ts';

test('a notification names the feeds of one institute', () => {
  expect(namedFeeds('100:a,b')).toEqual(['100:a', '100:b']);
});

test('a notification that cannot be read names none', () => {
  for (const payload of ['', '100', '100:', 'a:b:c']) expect(namedFeeds(payload)).toEqual([]);
});
