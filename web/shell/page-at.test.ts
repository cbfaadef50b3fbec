import { expect, test } from '@jest/globals';
import { pageAt } from './page-at.ts';

const PAGES = [{ to: '/' }, { to: '/leads' }, { to: '/reports' }, { to: '/reports/vendors' }] as const;

test('an address is part of the page whose entry says most of it', () => {
  expect(pageAt(PAGES, '/')?.to).toBe('/');
  expect(pageAt(PAGES, '/leads/17')?.to).toBe('/leads');
  expect(pageAt(PAGES, '/reports/campaigns')?.to).toBe('/reports');
  expect(pageAt(PAGES, '/reports/vendors')?.to).toBe('/reports/vendors');
  expect(pageAt(PAGES, '/leadsheet')).toBeUndefined();
});
