import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { openAudio, RECORDING_LIMITS, type Audio, type RecordingLimits } from '../../calls/recordings/audio.ts';
import { createHttp } from '../../vendors/http.ts';
import { eventually } from '../spine/stage.ts';
import { openRecordingHost, type RecordingHost } from './recording-host.ts';

let host: RecordingHost;
const http = createHttp({ allow: ['127.0.0.1'] });
beforeAll(async () => {
  host = await openRecordingHost();
});
afterEach(() => void host.asked.splice(0));
afterAll(async () => {
  http.close();
  await host.stop();
});

const MPEG = { 'content-type': 'audio/mpeg' };

const open = async (path: string, limits: Partial<RecordingLimits>): Promise<Audio> =>
  await openAudio(http, {
    address: { url: `${host.url}${path}`, headers: {} },
    range: null,
    signal: new AbortController().signal,
    limits: { ...RECORDING_LIMITS, ...limits },
  });

async function listened(audio: Audio): Promise<number> {
  if (audio.result !== 'audio') throw new Error(`There is nothing to listen to: ${JSON.stringify(audio)}`);
  let size = 0;
  for await (const chunk of audio.body as AsyncIterable<Buffer>) size += chunk.length;
  return size;
}
const untilLeft = async (): Promise<void> =>
  void (await eventually(async () => await Promise.resolve(host.asked.every(({ hungUp }) => hungUp) || null)));

test('a recording that says it is too large is not begun', async () => {
  host.place(
    '/large',
    (_request, response) => void response.writeHead(200, { ...MPEG, 'content-length': 2000 }).write('ID3'),
  );
  expect(await open('/large', { mostBytes: 1999 })).toEqual({
    result: 'unavailable',
    reason: 'too_large',
    status: 200,
  });
  await untilLeft();
});

test('one that does not say so is cut off', async () => {
  host.place('/endless', (_request, response) => {
    response.writeHead(200, MPEG);
    const timer = setInterval(() => response.write(Buffer.alloc(1000, 1)), 5);
    response.once('close', () => clearInterval(timer));
  });
  await expect(listened(await open('/endless', { mostBytes: 10_000 }))).rejects.toMatchObject({
    code: 'recording_cut',
  });
  await untilLeft();
});

test('a place that falls silent is left: before its answer, before the first byte, and in the middle', async () => {
  host.place('/silent', () => undefined);
  expect(await open('/silent', { headMs: 50 })).toMatchObject({ result: 'unavailable', reason: 'unreachable' });
  host.place('/headonly', (_request, response) => response.writeHead(200, MPEG).flushHeaders());
  expect(await open('/headonly', { idleMs: 50 })).toMatchObject({ result: 'unavailable', reason: 'unreachable' });
  host.place(
    '/stuck',
    (_request, response) => void response.writeHead(200, { ...MPEG, 'content-length': 100 }).write('ID3'),
  );
  await expect(listened(await open('/stuck', { idleMs: 50 }))).rejects.toMatchObject({ code: 'recording_cut' });
  await untilLeft();
});

test('listening ends after its time, however steadily it comes', async () => {
  host.place('/steady', (_request, response) => {
    response.writeHead(200, MPEG);
    const timer = setInterval(() => response.write('ID3'), 10);
    response.once('close', () => clearInterval(timer));
  });
  await expect(listened(await open('/steady', { totalMs: 200 }))).rejects.toThrow('abort');
  await untilLeft();
});

test('what is never read holds no connection once it is let go of', async () => {
  host.place(
    '/unread',
    (_request, response) => void response.writeHead(200, { ...MPEG, 'content-length': 1_000_000 }).write('ID3'),
  );
  const audio = await open('/unread', {});
  if (audio.result === 'audio') audio.body.destroy();
  await untilLeft();
});
