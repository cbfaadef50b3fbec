import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually, type Stage } from '../spine/stage.ts';
import { bytesOf, openListeners, type Listeners } from './listeners.ts';
import { openRecordingHost, sendWav, WAV, type RecordingHost } from './recording-host.ts';

let listeners: Listeners;
let stage: Stage;
let host: RecordingHost;
let recorded: Listeners['recorded'];
let listen: Listeners['listen'];
beforeAll(async () => {
  listeners = await openListeners();
  ({ stage, host, recorded, listen } = listeners);
});
afterAll(async () => await listeners.close());

describe('nothing but audio comes through:', () => {
  const refused = async (url: string): Promise<unknown> => {
    const response = await listen(await recorded(url));
    const { code, reason } = (await response.json()) as { code: string; reason: string };
    return [response.status, code, reason];
  };
  const answers = (path: string, status: number, headers: Readonly<Record<string, string>>, body: string): string => {
    host.place(path, (_request, response) => void response.writeHead(status, headers).end(body));
    return `${host.url}${path}`;
  };

  test('no page, no script, no picture, whatever it is called', async () => {
    const notAudio = [502, 'recording_unavailable', 'not_audio'];
    expect(await refused(answers('/a.mp3', 200, { 'content-type': 'text/html' }, '<script>alert(1)</script>'))).toEqual(
      notAudio,
    );
    expect(
      await refused(
        answers('/b.mp3', 200, { 'content-type': 'application/octet-stream' }, '<script>alert(1)</script>'),
      ),
    ).toEqual(notAudio);
    expect(await refused(answers('/c.mp3', 200, {}, '{"message":"expired"}'))).toEqual(notAudio);
    expect(await refused(answers('/d.mp3', 200, { 'content-type': 'image/svg+xml' }, '<svg/>'))).toEqual(notAudio);
    expect(
      await refused(answers('/e.mp3', 200, { 'content-type': 'audio/mpeg', 'content-encoding': 'gzip' }, 'ID3')),
    ).toEqual(notAudio);
  });

  test('audio under a name that says nothing is given its own', async () => {
    host.place('/file', (request, response) => {
      response.setHeader('x-any', '1');
      const head = response.writeHead.bind(response);
      // As sendWav, under another type.
      response.writeHead = ((status: number, headers: Record<string, string>) =>
        head(status, { ...headers, 'content-type': 'binary/octet-stream' })) as typeof response.writeHead;
      sendWav(request, response);
    });
    expect((await listen(await recorded(`${host.url}/file`))).headers.get('content-type')).toBe('audio/wav');
  });

  test('an error is told as what it is, and nothing of its words', async () => {
    expect(await refused(answers('/gone', 410, {}, 'secret words'))).toEqual([502, 'recording_unavailable', 'gone']);
    expect(await refused(answers('/denied', 403, {}, 'secret words'))).toEqual([
      502,
      'recording_unavailable',
      'refused',
    ]);
    expect(await refused(answers('/broken', 500, {}, 'secret words'))).toEqual([
      502,
      'recording_unavailable',
      'unreachable',
    ]);
    expect(await refused('http://127.0.0.1:1/nobody')).toEqual([502, 'recording_unavailable', 'unreachable']);
  });
});

describe('internal addresses', () => {
  const redirects = (path: string, to: string): string => {
    host.place(path, (_request, response) => void response.writeHead(302, { location: to }).end());
    return `${host.url}${path}`;
  };
  const reasonOf = async (url: string): Promise<string> =>
    ((await (await listen(await recorded(url))).json()) as { reason: string }).reason;

  test('are not reached, neither at once nor by a redirect', async () => {
    for (const inner of [
      'http://169.254.169.254/latest/meta-data',
      'http://[::1]:8080/',
      'http://10.0.0.1/',
      'http://metadata@192.168.0.1/',
    ]) {
      expect([inner, await reasonOf(inner)]).toEqual([inner, 'refused']);
      expect([inner, await reasonOf(redirects('/way', inner))]).toEqual([inner, 'refused']);
    }
    expect(await reasonOf(redirects('/file-url', 'file:///etc/passwd'))).toBe('refused');
  });

  test('a redirect to a place that may be reached is followed, and one in circles ends', async () => {
    const response = await listen(await recorded(redirects('/moved', '/talk.wav')));
    expect([response.status, (await bytesOf(response)).length]).toEqual([200, WAV.length]);
    expect(await reasonOf(redirects('/circle', '/circle'))).toBe('unreachable');
    expect(host.asked.filter(({ path }) => path === '/circle')).toHaveLength(6);
  });
});

describe('the vendor’s token', () => {
  test('is shown to the vendor’s own host and to no other, also not after a redirect there and back', async () => {
    const elsewhere = await openRecordingHost();
    const vendor = await openRecordingHost();
    await stage.configure({ authenticationKey: 'portal-token', vendorSettings: { apiUrl: vendor.url } });
    vendor.place(
      '/away',
      (_request, response) => void response.writeHead(302, { location: `${elsewhere.url}/back` }).end(),
    );
    elsewhere.place(
      '/back',
      (_request, response) => void response.writeHead(302, { location: `${vendor.url}/home` }).end(),
    );

    for (const url of [`${vendor.url}/own`, `${elsewhere.url}/other`, `${vendor.url}/away`])
      expect((await bytesOf(await listen(await recorded(url)))).length).toBe(WAV.length);
    const shown = (one: RecordingHost) => one.asked.map(({ path, headers }) => [path, headers.authorization]);
    expect(shown(vendor).filter(([path]) => !String(path).startsWith('/v1/'))).toEqual([
      ['/own', 'Bearer portal-token'],
      ['/away', 'Bearer portal-token'],
      ['/home', undefined],
    ]);
    expect(shown(elsewhere)).toEqual([
      ['/other', undefined],
      ['/back', undefined],
    ]);
    await stage.configure({
      authenticationKey: null,
      vendorSettings: { apiUrl: 'https://api-smartflo.tatateleservices.com' },
    });
    await Promise.all([elsewhere.stop(), vendor.stop()]);
  });
});

describe('however slowly somebody listens', () => {
  const MEGABYTE = Buffer.alloc(1024 * 1024, 1);
  const MEGABYTES = 100;

  /** Places an endless stream of audio, sent as fast as it is taken. */
  function flood(path: string): string {
    host.place(path, (_request, response, asked) => {
      response.writeHead(200, { 'content-type': 'audio/mpeg', 'content-length': MEGABYTE.length * MEGABYTES });
      const more = (): void => {
        while (asked.sent < MEGABYTES && !response.destroyed) {
          asked.sent += 1;
          if (!response.write(MEGABYTE)) return;
        }
      };
      response.on('drain', more);
      more();
    });
    return `${host.url}${path}`;
  }

  test('no more is fetched than they take, and when they hang up the vendor is left too', async () => {
    const id = await recorded(flood('/flood'));
    const request = httpRequest(`${stage.url}/v1/calls/${id}/recording`, {
      headers: { cookie: listeners.asha.cookie },
    }).end();
    const [response] = await once(request, 'response');
    expect(response.statusCode).toBe(200);
    const flooded = await eventually(
      async () => await Promise.resolve(host.asked.find(({ path, sent }) => path === '/flood' && sent > 0) ?? null),
    );
    response.pause();
    // Whatever the buffers on the way take is taken some time: from then on nothing more is sent as long as nobody reads.
    await eventually(async () => {
      const before = flooded.sent;
      await new Promise((resolve) => setTimeout(resolve, 300));
      return flooded.sent === before || null;
    });
    expect(flooded.sent).toBeLessThan(MEGABYTES / 2);
    request.destroy();
    await eventually(async () => await Promise.resolve(flooded.hungUp || null));
  });
});
