import { expect, test } from '@jest/globals';
import { narrowedBy, titleOf } from './counted-words.ts';

test('the list behind a number says which calls it has', () => {
  expect(titleOf({ direction: 'inbound', counted: 'missed', counsellor: '1' })).toBe('Incoming calls: missed');
  expect(titleOf({ counted: 'success', counsellor: '1' })).toBe('Calls: talked');
  expect(titleOf({ counted: 'success' })).toBe('Calls: somebody talked');
  expect(titleOf({ counted: 'unanswered' })).toBe('Calls: nobody talked');
  expect(titleOf({ counted: 'offered', counsellor: '1', offerResult: 'answered' })).toBe('Calls: a ring was answered');
  expect(titleOf({ counted: 'any' })).toBe('Calls');
  expect(titleOf({ vendor: 'tatatel', mark: 'repaired' })).toBe('Calls: repaired from the vendor’s record');
  expect(titleOf({ mark: 'reason:vendor_busy' })).toBe('Calls: vendor busy');
});

test('and what they are narrowed by, in words', () => {
  const nobody = { counsellor: undefined, team: undefined };
  expect(
    narrowedBy({ from: '2026-11-23', to: '2026-11-24', counsellor: '1' }, { ...nobody, counsellor: 'Asha Rao' }),
  ).toEqual(['Mon 23 Nov to Tue 24 Nov 2026', 'Counsellor: Asha Rao']);
  expect(narrowedBy({ counsellor: 'unattributed', weekday: '2', hour: '9' }, nobody)).toEqual([
    'Tuesdays from 9:00 to 10:00',
    'Counted for nobody',
  ]);
  expect(narrowedBy({ noCampaign: 'true', noDid: 'true', team: '7' }, { ...nobody, team: 'North' })).toEqual([
    'Team: North',
    'Without a campaign',
    'No number of ours dialled',
  ]);
});
