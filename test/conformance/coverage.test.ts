import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { coverage } from './coverage.ts';
import { covered } from './vendors.ts';

test('docs/VENDORS.md lists what is covered of each vendor', () => {
  const page = readFileSync(new URL('../../docs/VENDORS.md', import.meta.url), 'utf8');
  const [, table = ''] = /<!-- coverage -->\n([\s\S]*?)\n<!-- \/coverage -->/.exec(page) ?? [];
  // What differs goes into the page as it stands here.
  expect(table).toBe(coverage(covered));
});
