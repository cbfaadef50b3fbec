import { expect, test } from '@jest/globals';
import { NOTHING, productivityOf, sumOf } from './productivity.ts';

test('averages leave out what has no duration, and are empty where nothing has one', () => {
  const tally = { ...NOTHING, inboundSuccess: 3, talkSeconds: 100, timedSuccesses: 2, timedRings: 3, ringSeconds: 20 };
  expect(productivityOf(tally)).toMatchObject({
    totalSuccess: 3,
    totalCallDuration: 100,
    averageCallDuration: 50,
    meanRingSeconds: 6.67,
  });
  expect(productivityOf(NOTHING)).toMatchObject({ averageCallDuration: null, meanRingSeconds: null });
});

test('the total is the sum of the rows, and its averages are over all of them', () => {
  const one = { ...NOTHING, outboundSuccess: 1, talkSeconds: 10, timedSuccesses: 1, leadsEngaged: 1 };
  const other = {
    ...NOTHING,
    outboundSuccess: 3,
    outboundMissed: 2,
    talkSeconds: 90,
    timedSuccesses: 3,
    leadsEngaged: 2,
  };
  expect(productivityOf(sumOf([one, other]))).toMatchObject({
    outboundSuccess: 4,
    outboundMissed: 2,
    totalSuccess: 4,
    totalMissed: 2,
    totalCallDuration: 100,
    averageCallDuration: 25,
    leadsEngaged: 3,
  });
  expect(sumOf([])).toEqual(NOTHING);
});
