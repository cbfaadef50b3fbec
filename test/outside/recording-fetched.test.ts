import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { noRows } from '../../db/columns.ts';
import { openRecordingHost, type RecordingHost } from './recording-host.ts';
import { eventually, openStage, type Answer, type Stage } from '../spine/stage.ts';
import { ASHA, aVendorCall, type VendorCall } from '../spine/vendor-call.ts';

let stage: Stage;
let vendor: RecordingHost;
/** What the vendor's records say of calls, by its id. */
const recordings = new Map<string, string | null>();
beforeAll(async () => {
  vendor = await openRecordingHost();
  const json = (path: string, body: () => unknown) =>
    vendor.place(
      path,
      (_request, response) =>
        void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body())),
    );
  json('/v1/live_calls', () => []);
  json('/v1/call/records', () => {
    const results = [...recordings].map(([id, url], index) => ({
      id: String(index),
      call_id: id,
      direction: 'inbound',
      status: 'answered',
      call_duration: 999,
      recording_url: url,
    }));
    return { count: results.length, limit: 100, size: results.length, page: 1, results };
  });
  stage = await openStage({ variables: { SWEEP_OVERDUE_SECONDS: '1' } });
  await stage.configure({ authenticationKey: 'portal-token', vendorSettings: { apiUrl: vendor.url } });
});
afterAll(async () => {
  await stage.close();
  await vendor.stop();
});

/** So much later the call is looked at again, as often as it takes until it is so: what was under way sets its own time. */
async function later(call: VendorCall, minutes: number, isSo: () => Promise<boolean>): Promise<void> {
  await call.ages(minutes * 60);
  await eventually(async () => {
    await wake(call);
    return (await isSo()) || null;
  });
}

async function wake(call: VendorCall): Promise<void> {
  await stage.db.query(
    sql.type(
      noRows,
    )`update call set wake_at = now() - interval '1 minute', woken_until = null where vendor_call_id = ${call.id}`,
  );
}

const answers = async (id: string): Promise<number> =>
  await stage.db.oneFirst(sql.type(z.object({ count: z.number() }))`
    select count(*)::integer as count from fact f join call c on c.id = f.call_id where c.vendor_call_id = ${id} and f.kind = 'recording_absent'
  `);

async function talkedTo(): Promise<VendorCall> {
  const call = aVendorCall(stage);
  await call.rings(ASHA);
  await call.answeredBy(ASHA, { call_duration: 42 });
  expect((await call.shown()).recording).toBe('pending');
  return call;
}

test('a recording that did not come with the call details is fetched from the vendor’s record, which changes nothing else', async () => {
  const call = await talkedTo();
  recordings.set(call.id, `${vendor.url}/late.wav`);
  const before: Answer['body'] = await call.shown();
  await later(call, 3, async () => (await call.shown()).recording === 'ready');
  const after: Answer['body'] = await call.shown();
  expect(after).toMatchObject({
    outcome: 'answered',
    talkSeconds: 42,
    source: 'events',
    offers: [{ result: before.offers[0].result }],
  });
  const { body } = await (await stage.admin()).call('GET', `/v1/calls/${after.id}/explanation`);
  expect(body.steps.map(({ text }: { text: string }) => text)).toContain(
    'The vendor gave the address of the recording.',
  );
});

test('one that the vendor does not have is asked for three times, and then lost; what comes all the same is taken', async () => {
  const call = await talkedTo();
  for (const [n, minutes] of [3, 15, 50].entries()) {
    await later(call, minutes, async () => (await answers(call.id)) === n + 1);
  }
  const lost = await call.shown(({ recording }) => recording === 'lost');
  expect(lost.flags).toContain('recording_lost');
  await call.answeredBy(ASHA, { call_duration: 42, resource_url: `${vendor.url}/found.wav` });
  const found = await call.shown(({ recording }) => recording === 'ready');
  expect(found.flags).not.toContain('recording_lost');
});

test('a call that nobody answered is asked for no recording', async () => {
  const call = aVendorCall(stage);
  await call.rings(ASHA);
  await call.ends({ agent_no: ASHA });
  await call.shown();
  await later(
    call,
    60,
    async () =>
      await stage.db.exists(
        sql.type(noRows)`select from call where vendor_call_id = ${call.id} and closed_at is not null`,
      ),
  );
  expect([(await call.shown()).recording, await answers(call.id)]).toEqual(['none', 0]);
});
