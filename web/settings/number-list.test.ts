import { expect, test } from '@jest/globals';
import { findDids, placeOf, withDid, type Did } from './number-list.ts';

const did = (number: string, campaign: string | null = null): Did => ({
  number,
  campaign,
  label: null,
  source: null,
  medium: null,
  createOn: null,
  ring: null,
});
const dids = [did('080 4710 0100', 'Website'), did('080 4710 0200', 'Fair')];

test('a number is changed in its place, and a new one comes last', () => {
  expect(withDid(dids, '080 4710 0100', did('1', 'Web'))).toEqual([did('1', 'Web'), dids[1]]);
  expect(withDid(dids, null, did('1'))).toEqual([...dids, did('1')]);
  expect(placeOf(withDid(dids, null, did('1')), '1')).toBe('dids.2.');
});

test('a number is found by its digits and by its campaign', () => {
  expect(findDids(dids, '47100200')).toEqual([dids[1]]);
  expect(findDids(dids, ' web ')).toEqual([dids[0]]);
  expect(findDids(dids, '')).toEqual(dids);
});
