import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listen, type Listening } from '../listen.ts';
import { recordingOf, recordingPath, serveRecording } from './recordings.ts';

let server: Listening;
beforeAll(async () => {
  server = await listen(0, async (request, response) => {
    if (!serveRecording(request, request.url ?? '', response)) response.writeHead(404).end();
    return Promise.resolve();
  });
});
afterAll(async () => server.stop());

const get = async (range?: string) =>
  await fetch(server.url + recordingPath('call 1'), range === undefined ? {} : { headers: { range } });
const whole = recordingOf('call 1');

test('a recording is a playable WAV file, another for another call', async () => {
  const response = await get();
  expect(response.headers.get('content-type')).toBe('audio/wav');
  const body = Buffer.from(await response.arrayBuffer());
  expect(body.equals(whole)).toBe(true);
  expect([body.toString('latin1', 0, 4), body.toString('latin1', 8, 12), body.readUInt32LE(40)]).toEqual([
    'RIFF',
    'WAVE',
    body.length - 44,
  ]);
  expect(recordingOf('call 2').equals(whole)).toBe(false);
});

test.each([
  ['bytes=0-99', 0, 99],
  ['bytes=8000-', 8000, whole.length - 1],
  ['bytes=-10', whole.length - 10, whole.length - 1],
  ['bytes=8000-99999', 8000, whole.length - 1],
])('a part of it is sent for %s', async (range, first, last) => {
  const response = await get(range);
  expect(response.status).toBe(206);
  expect(response.headers.get('content-range')).toBe(`bytes ${first}-${last}/${whole.length}`);
  expect(Buffer.from(await response.arrayBuffer()).equals(whole.subarray(first, last + 1))).toBe(true);
});

test('a part beyond its end is refused', async () => {
  const response = await get('bytes=99999-');
  expect(response.status).toBe(416);
  expect(response.headers.get('content-range')).toBe(`bytes */${whole.length}`);
});
