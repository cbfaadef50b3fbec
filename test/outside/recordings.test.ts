import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { noRows } from '../../db/columns.ts';
import { bytesOf, openListeners, type Listeners } from './listeners.ts';
import { WAV, type RecordingHost } from './recording-host.ts';
import { ask, type Stage } from '../spine/stage.ts';
import { ASHA, aVendorCall } from '../spine/vendor-call.ts';

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

describe('whoever may listen', () => {
  let id: string;
  beforeAll(async () => {
    id = await recorded(`${host.url}/talk.wav?token=of-the-vendor`);
  });

  test('hears the recording, whole, and the page never learns where it lies', async () => {
    const response = await listen(id);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'audio/x-wav',
      'content-length': String(WAV.length),
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    expect(JSON.stringify([...response.headers])).not.toContain(host.url);
    expect((await bytesOf(response)).equals(WAV)).toBe(true);
  });

  test.each([
    ['bytes=0-99', 0, 100],
    ['bytes=100-', 100, undefined],
    ['bytes=-10', -10, undefined],
  ])('hears the part they ask for: %s', async (range, begin, end) => {
    const response = await listen(id, { range });
    const part = WAV.subarray(begin, end);
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(
      `bytes ${begin < 0 ? WAV.length + begin : begin}-${(end ?? WAV.length) - 1}/${WAV.length}`,
    );
    expect((await bytesOf(response)).equals(part)).toBe(true);
  });

  test('is told when there is no such part, and gets the whole for what is no range', async () => {
    const beyond = await listen(id, { range: `bytes=${WAV.length + 5}-` });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${WAV.length}`]);
    for (const range of ['bytes=0-1,5-6', 'lines=1-2', 'bytes=abc'])
      expect((await bytesOf(await listen(id, { range }))).length).toBe(WAV.length);
  });

  test('may ask for its head alone', async () => {
    const response = await listen(id, {}, listeners.asha, 'HEAD');
    expect([response.status, response.headers.get('content-length'), (await bytesOf(response)).length]).toEqual([
      200,
      String(WAV.length),
      0,
    ]);
  });

  test('is written down, once for all the pieces a player asks for', async () => {
    const heard = await recorded(`${host.url}/again.wav`);
    await listen(heard, {}, listeners.asha, 'HEAD');
    for (const range of ['bytes=0-9', 'bytes=10-19', 'bytes=20-']) await bytesOf(await listen(heard, { range }));
    const { body } = await (await stage.admin()).call('GET', '/v1/audit');
    const entries = body.items.filter(
      ({ action, target }: { action: string; target: string }) => action === 'recording.listen' && target === heard,
    );
    expect(entries).toMatchObject([{ by: { id: listeners.asha.id, name: listeners.asha.name } }]);
  });
});

describe('who hears what', () => {
  const grants = async (changes: Readonly<Record<string, string | null>>): Promise<void> => {
    const { status } = await (
      await stage.admin()
    ).call('PUT', '/v1/settings/permissions/counsellor', { grants: changes });
    expect(status).toBe(200);
  };
  afterAll(async () => await grants({ recordings: 'all' }));

  test('goes by the permission to listen alone: own calls, the team’s, all, none', async () => {
    const id = await recorded(`${host.url}/whose.wav`);
    const verdicts = async () => [(await listen(id)).status, (await listen(id, {}, listeners.bilal)).status];
    expect(await verdicts()).toEqual([200, 200]);
    await grants({ recordings: 'own' });
    expect(await verdicts()).toEqual([200, 404]);
    await grants({ recordings: 'team' });
    expect(await verdicts()).toEqual([200, 404]);
    await grants({ recordings: null });
    expect(await verdicts()).toEqual([403, 403]);
    expect((await ask(`${stage.url}/v1/calls/${id}/recording`, 'GET')).status).toBe(401);
  });
});

describe('a call', () => {
  test('that nobody answered has none, though the vendor sends its greeting as one', async () => {
    const id = await recorded(`${host.url}/greeting.wav`, { agent_no: ASHA, status: '0' });
    const response = await listen(id);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([404, 'no_recording']);
    expect(host.asked.some(({ path }) => path === '/greeting.wav')).toBe(false);
  });

  test('whose recording has not come says so', async () => {
    const call = aVendorCall(stage);
    await call.answeredBy(ASHA);
    const { id, recording } = await call.shown();
    const response = await listen(id);
    expect([recording, response.status, ((await response.json()) as { code: string }).code]).toEqual([
      'pending',
      404,
      'recording_pending',
    ]);
  });

  test('that is not there is 404, as is what is no id', async () => {
    for (const id of ['0199a000-0000-7000-8000-0000000000ff', 'x']) expect((await listen(id)).status).toBe(404);
  });
});

test('a recording that was kept at the vendor’s and is there no more is lost in the call as well', async () => {
  const id = await recorded(`${host.url}/short-lived.wav`);
  await stage.db.query(
    sql.type(noRows)`update call set recording_url = null, settled_at = now() - interval '2 days' where id = ${id}`,
  );
  const { body } = await (await stage.admin()).call('GET', `/v1/calls/${id}`);
  const response = await listen(id);
  expect([body.recording, response.status, ((await response.json()) as { code: string }).code]).toEqual([
    'lost',
    404,
    'recording_lost',
  ]);
});
