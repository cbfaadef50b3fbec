import { expect, test } from '@jest/globals';
import { findPermissions, PERMISSION_TEXTS } from './permission-texts.ts';
import { PERMISSIONS } from './permissions.ts';

test('searching for "call" finds every permission there is', () => {
  expect(findPermissions('call')).toEqual(PERMISSIONS);
  expect(findPermissions('')).toEqual(PERMISSIONS);
});

test('a permission is found by its title, its description and its code, in any case and order of words', () => {
  expect(findPermissions('POP-UPS')).toEqual(['receive_popups']);
  expect(findPermissions('logs view')).toEqual(['call_logs']);
  expect(findPermissions('masked')).toEqual(['full_numbers']);
  expect(findPermissions('open_workflows')).toEqual(['open_workflows']);
  expect(findPermissions('raw requests')).toEqual(['raw_requests']);
  expect(findPermissions('payroll')).toEqual([]);
});

test('each says what it is and, in one sentence, what it lets somebody do', () => {
  for (const { title, description } of Object.values(PERMISSION_TEXTS)) {
    expect(title).not.toBe('');
    expect(description).toMatch(/^[A-Z][^.]+\.$/);
  }
});
