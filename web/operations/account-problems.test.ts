import { expect, test } from '@jest/globals';
import { accountProblems } from './account-problems.ts';
import type { Health } from './contract.ts';

const well: Health = {
  counsellorsWithoutNumber: [],
  unmappedAgentNumbers: [],
  unmappedNumbers: [],
  rejectedRequests: [],
  failingCredentials: [],
  streams: [],
  availabilityUntold: [],
  dailyComparisons: [],
};
const told = (health: Partial<Health>) => accountProblems({ ...well, ...health }, (at) => at.slice(11, 16));
const at = '2026-11-24T10:00:00.000Z';

test('a vendor with which all is well has no problem', () => {
  expect(told({})).toEqual([]);
  const compared = { vendor: 'exotel', day: '2026-11-23', listed: 9, missing: 0, completed: 0, problem: null };
  expect(told({ dailyComparisons: [{ ...compared, finishedAt: at }] })).toEqual([]);
});

test('refused requests are told with where to find them', () => {
  const refused = { count: 3, lastAt: at, text: 'The URL names an endpoint that the vendor has not.' };
  expect(told({ rejectedRequests: [{ ...refused, reason: 'wrong_endpoint', vendor: 'exotel' }] })).toEqual([
    {
      vendor: 'exotel',
      text: '3 requests were refused in the last 24 hours. The URL names an endpoint that the vendor has not.',
      logs: { outcome: 'endpoint_not_found', vendor: 'exotel' },
    },
  ]);
});

test('a stream that does not stand and what it missed are two things', () => {
  const stream = { vendor: 'knowlarity', since: at, lastEventAt: null, problem: 'cut', retryAt: null };
  const gap = { from: '2026-11-24T10:00:00.000Z', until: '2026-11-24T10:05:00.000Z', problem: null };
  const texts = told({ streams: [{ ...stream, state: 'waiting', gap, text: 'The connection was cut.' }] });
  expect(texts.map(({ text }) => text)).toEqual([
    'The connection was cut.',
    'Live events between 10:00 and 10:05 were missed and are not yet made up for from its call log.',
  ]);
});

test('counsellors of whom a vendor was not told are named once a vendor', () => {
  const untold = (name: string) => ({ vendor: 'tatatel', counsellor: { id: name, name }, problem: 'timed_out' });
  expect(told({ availabilityUntold: [untold('Asha Rao'), untold('Bilal Khan')] })).toHaveLength(1);
});
