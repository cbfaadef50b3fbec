import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { counsellorSettings } from '../../domain/settings/counsellor.ts';
import { problemsOf } from '../../domain/settings/put.ts';
import { telephonySettings } from '../../domain/settings/telephony.ts';
import { webhookSettings } from '../../domain/settings/webhook.ts';
import { problemWords } from './problem-words.ts';

/** What the API says of a value, in the page's words, by path. */
const said = (schema: z.ZodType, value: unknown): Record<string, string> => {
  const { error } = schema.safeParse(value);
  return error === undefined
    ? {}
    : Object.fromEntries(problemsOf(error).map(({ path, problem }) => [path, problemWords(problem)]));
};

test('what the API says of a field is a sentence at it', () => {
  expect(said(counsellorSettings, { name: ' ', email: 'dev' })).toEqual({
    name: 'This is needed.',
    email: 'Not an e-mail address.',
  });
  expect(
    said(telephonySettings, { times: { ringSeconds: 900, talkSeconds: 'long' }, allowedAddresses: ['x'] }),
  ).toEqual({
    'times.ringSeconds': 'A whole number from 5 to 300.',
    'times.talkSeconds': 'A whole number from 60 to 28800.',
    'allowedAddresses.0': 'An IP address or a range like 10.0.0.0/8.',
  });
  expect(said(webhookSettings, { url: 'https://x.test', events: [] })).toEqual({ events: 'At least one is needed.' });
  expect(said(z.object({ name: z.string().max(3) }), { name: 'long' })).toEqual({ name: 'At most 3 characters.' });
});
