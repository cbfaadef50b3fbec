import { expect, test } from '@jest/globals';
import { endpointChoices, outcomeOf, replayRefusal } from './request-words.ts';

test('what became of a request is said in words, of a newer word by itself', () => {
  expect(outcomeOf('inbound_disabled')).toMatchObject({ label: 'Incoming calls off', tone: 'miss' });
  expect(outcomeOf('ignored_no_such_call')).toMatchObject({
    label: 'Nothing to take',
    text: expect.stringContaining('(no such call)'),
  });
  expect(outcomeOf('something_new')).toEqual({ label: 'something new', tone: 'plain', text: '' });
});

test('the endpoints to choose from are those every vendor has, and the chosen one’s own', () => {
  expect(endpointChoices('mcubes').map(({ value }) => value)).toEqual([
    'getCounsellor',
    'ivrCallNotification',
    'ivrCallBackDetails',
    'getOpportunity',
    'push',
  ]);
  expect(endpointChoices(undefined).length).toBeGreaterThan(10);
});

test('a replay is not offered where it could do nothing', () => {
  expect(replayRefusal({ outcome: 'inbound_disabled', request: {} })).toBeNull();
  expect(replayRefusal({ outcome: 'wrong_secret', request: {} })).toContain('no valid secret');
  expect(replayRefusal({ outcome: 'broken_body', request: null })).toContain('Nothing of it could be read');
});
