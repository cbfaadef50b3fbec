import { expect, test } from '@jest/globals';
import { sectionAt } from './sections.ts';

test('an address belongs to the page of settings it begins with', () => {
  expect(sectionAt('/settings')).toBe('/settings');
  expect(sectionAt('/settings/telephony/tatatel/sheet')).toBe('/settings/telephony');
  expect(sectionAt('/settings/counsellors/0199')).toBe('/settings/counsellors');
  expect(sectionAt('/settings/counsellors')).toBe('/settings/counsellors');
  expect(sectionAt('/settings/nowhere')).toBe('/settings');
});
