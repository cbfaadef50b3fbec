import { expect, test } from '@jest/globals';
import type { TatatelApi } from './api.ts';
import { recordingLink } from './recording.ts';

const API = 'https://api-smartflo.tatateleservices.com';

/** An account whose token is one thing at first and another once it was refused. */
const api: TatatelApi = {
  get: async () => await Promise.reject(new Error('nothing is asked of the API')),
  post: async () => await Promise.reject(new Error('nothing is asked of the API')),
  token: async (anew) => await Promise.resolve({ ok: true, token: anew ? 'second' : 'first' }),
};

const shownAt = async (url: string, refused = false, apiUrl = API): Promise<unknown> => {
  const link = await recordingLink(api, apiUrl, url, refused);
  expect(link).toMatchObject({ result: 'found', url });
  return 'headers' in link ? link.headers : null;
};

test('the token is shown to Smartflo’s own hosts', async () => {
  expect(await shownAt(`${API}/recordings/1`)).toEqual({ authorization: 'Bearer first' });
  expect(await shownAt('https://cloudphone.tatateleservices.com/file/recording?callId=1&type=rec&token=x')).toEqual({
    authorization: 'Bearer first',
  });
});

test('one that was refused is replaced', async () => {
  expect(await shownAt(`${API}/recordings/1`, true)).toEqual({ authorization: 'Bearer second' });
});

test.each([
  'https://recordings.university.example/1.mp3',
  'https://tatateleservices.com.evil.example/1.mp3',
  'https://eviltatateleservices.com/1.mp3',
  'http://cloudphone.tatateleservices.com/1.mp3',
  'https://cloudphone.tatateleservices.com:8443/1.mp3',
])('and to nobody else: %s', async (url) => {
  expect(await shownAt(url)).toEqual({});
});

test('where the API is set to another address, its own domain alone counts', async () => {
  expect(
    await shownAt('https://cloudphone.tatateleservices.com/1.mp3', false, 'https://pbx.university.example'),
  ).toEqual({});
  expect(await shownAt('https://pbx.university.example/1.mp3', false, 'https://pbx.university.example/base/')).toEqual({
    authorization: 'Bearer first',
  });
});

test('a log-in that fails is told, not hidden', async () => {
  const closed: TatatelApi = {
    ...api,
    token: async () => await Promise.resolve({ ok: false, reason: 'credentials_refused', retryAt: null }),
  };
  expect(await recordingLink(closed, API, `${API}/recordings/1`, false)).toEqual({
    result: 'unreachable',
    reason: 'credentials_refused',
    retryAt: null,
  });
});
