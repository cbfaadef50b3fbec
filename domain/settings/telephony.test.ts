import { expect, test } from '@jest/globals';
import { readTelephonySettings, telephonySettings } from './telephony.ts';

test('settings nobody set are the defaults, whatever part of them is there', () => {
  const defaults = readTelephonySettings({});
  expect(readTelephonySettings({ inbound: {}, times: {} })).toEqual(defaults);
  expect(readTelephonySettings(defaults)).toEqual(defaults);
});

test.each([
  ['ringSeconds', 5, 300],
  ['talkSeconds', 60, 28_800],
  ['callBackSeconds', 1, 86_400],
  ['wrapUpSeconds', 0, 7200],
] as const)('%s is taken from %i to %i seconds', (name, from, to) => {
  const accepts = (seconds: number) => telephonySettings.safeParse({ times: { [name]: seconds } }).success;
  expect([from - 1, from, to, to + 1].map(accepts)).toEqual([false, true, true, false]);
});

test('a counsellor or a form stands in its list once', () => {
  const id = '0198c0de-0000-7000-8000-000000000001';
  expect(telephonySettings.safeParse({ inbound: { stickyCounsellorIds: [id, id.toUpperCase()] } }).success).toBe(false);
  expect(telephonySettings.safeParse({ outbound: { formIds: ['a', 'a'] } }).success).toBe(false);
});
