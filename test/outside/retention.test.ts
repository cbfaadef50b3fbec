import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { checkInstitute, type Difference } from '../../calls/check.ts';
import { noRows } from '../../db/columns.ts';
import { demo } from '../../dev/demo-data.ts';
import { eventually, openStage, type Answer, type Person, type Stage } from '../spine/stage.ts';
import { ASHA, aVendorCall, type VendorCall } from '../spine/vendor-call.ts';
import { openReceiver, subscribe, type Receiver } from './webhook-receiver.ts';
import { holding, standingText } from './standing-text.ts';

let stage: Stage;
let admin: Person;
let receiver: Receiver;
beforeAll(async () => {
  // The job looks every second instead of every hour.
  [stage, receiver] = await Promise.all([openStage({ variables: { UPKEEP_SECONDS: '1' } }), openReceiver()]);
  admin = await stage.admin();
});
afterAll(async () => {
  await stage.close();
  await receiver.stop();
});

const path = '/v1/settings/retention';
const keep = async (settings: Readonly<Record<string, number | null>>): Promise<Answer> =>
  await admin.call('PUT', path, settings);

/** Moves everything known of the call into the past. */
async function ages(call: VendorCall, days: number): Promise<void> {
  const past = sql.fragment`${days} * interval '1 day'`;
  const whose = sql.fragment`in (select id from call where vendor_call_id = ${call.id})`;
  await stage.db.query(
    sql.type(noRows)`update vendor_request set received_at = received_at - ${past} where call_id ${whose}`,
  );
  await stage.db.query(sql.type(noRows)`
    update call
    set first_heard_at = first_heard_at - ${past}, settled_at = settled_at - ${past}, closed_at = coalesce(closed_at, now()) - ${past}, wake_at = null
    where vendor_call_id = ${call.id}
  `);
}

async function talkedTo(fields: Parameters<VendorCall['answeredBy']>[1] = {}): Promise<VendorCall> {
  const call = aVendorCall(stage);
  await call.rings(ASHA);
  await call.answeredBy(ASHA, { call_duration: 30, resource_url: 'https://recordings.quill.test/old.mp3', ...fields });
  await call.shown();
  // Its own workflow has seen all of it: nothing more is written.
  await eventually(async () => {
    const seen = await stage.db.exists(
      sql.type(noRows)`select from call where vendor_call_id = ${call.id} and delivered_seq = last_seq`,
    );
    return seen || null;
  });
  return call;
}

const reports = async (): Promise<unknown[]> => {
  const today = new Date().toISOString().slice(0, 10);
  const range = `from=${today.slice(0, 8)}01&to=${today}`;
  return await Promise.all(
    ['productivity', 'campaigns', 'vendors'].map(
      async (name) => (await admin.call('GET', `/v1/reports/${name}?${range}`)).body,
    ),
  );
};

async function differences(): Promise<readonly Difference[]> {
  const found: Difference[] = [];
  await checkInstitute(
    stage.db,
    { instituteId: demo.institute.id, now: Date.now },
    (difference) => void found.push(difference),
  );
  return found;
}

describe('how long an institute keeps what', () => {
  test('has defaults, and is changed by its admin, who is written down', async () => {
    const { body } = await admin.call('GET', path);
    expect(body).toMatchObject({
      requestDays: 90,
      feedDays: 7,
      eventDays: 30,
      recordingDays: 365,
      numberDays: null,
      factDays: null,
    });
    const { status, body: changed } = await keep({ requestDays: 60, numberDays: 400 });
    expect([status, changed.requestDays, changed.numberDays, changed.feedDays]).toEqual([200, 60, 400, 7]);
    const { body: audit } = await admin.call('GET', '/v1/audit');
    expect(audit.items[0]).toMatchObject({
      action: 'retention.change',
      before: { requestDays: 90, numberDays: null },
      after: { requestDays: 60, numberDays: 400 },
    });
    await keep({ requestDays: 90, numberDays: null });
  });

  test.each([
    [{ requestDays: 0 }],
    [{ feedDays: null }],
    [{ feedDays: 91 }],
    [{ numberDays: 29 }],
    [{ factDays: 'long' }],
    [{ recordingDays: 1.5 }],
    [{ lastRunAt: '2026-01-01T00:00:00.000Z' }],
    [{ otherDays: 5 }],
  ])('is refused when it makes no sense: %j', async (settings) => {
    const { status, body } = await admin.call('PUT', path, settings);
    expect([status, body.code]).toEqual([400, 'invalid_request']);
  });

  test('says when it was last seen to', async () => {
    const since = Date.now();
    const seen = await eventually(async () => {
      const { body } = await admin.call('GET', path);
      return Date.parse(body.lastRunAt) >= since ? body : null;
    });
    expect(Date.parse(seen.lastRunAt)).toBeGreaterThanOrEqual(since);
  });
});

describe('what is too old', () => {
  test('goes: what vendors sent, messages to counsellors, failed sign-ins and events; what is younger stays', async () => {
    const hook = await subscribe(admin, receiver, ['call.ended']);
    const [old, young] = [await talkedTo(), await talkedTo()];
    await receiver.received(hook.path, 'call.ended', 2);
    await admin.call('DELETE', `/v1/settings/webhooks/${hook.id}`);
    await stage.db.query(
      sql.type(
        noRows,
      )`update outgoing_event set at = at - interval '31 days' where call_id in (select id from call where vendor_call_id = ${old.id})`,
    );
    await stage.db.query(
      sql.type(
        noRows,
      )`insert into sign_in_failure (email, at) values ('somebody@quill.test', now() - interval '1 day')`,
    );
    await stage.db.query(sql.type(noRows)`update feed set at = at - interval '8 days' where seq <= 3`);
    await ages(old, 91);
    const logs = async ({ id }: VendorCall): Promise<number> =>
      (await admin.call('GET', `/v1/telephony-logs?search=${encodeURIComponent(id)}`)).body.items.length;
    await eventually(async () => ((await logs(old)) === 0 ? true : null));
    expect(await logs(young)).toBe(2);
    const left = await eventually(async () => {
      const row = await stage.db.one(sql.type(
        z.object({ events: z.number(), failures: z.number(), messages: z.number() }),
      )`
        select (select count(*)::integer from outgoing_event) as events, (select count(*)::integer from sign_in_failure) as failures,
          (select count(*)::integer from feed where at < now() - interval '7 days') as messages
      `);
      return row.messages === 0 && row.failures === 0 && row.events === 1 ? row : null;
    });
    expect(left).toEqual({ events: 1, failures: 0, messages: 0 });
    // The call itself is as it was.
    expect(await old.shown()).toMatchObject({ outcome: 'answered', talkSeconds: 30, recording: 'ready' });
  });

  test('of calls goes as the institute says: recording, number, what it was made of; calls, counts and reports stay', async () => {
    const call = await talkedTo();
    const digits = call.number;
    const before = { shown: await call.shown(), reports: await reports() };
    await keep({ recordingDays: 30, numberDays: 60, factDays: 90 });

    await ages(call, 31);
    const silent = await call.shown(({ recording }) => recording === 'lost');
    expect(silent.number).toBe(`+91${digits}`);
    expect(
      holding(await standingText(stage.db), ['recordings.quill.test/old.mp3']).some((one) => one.startsWith('call:')),
    ).toBe(true); // the other test's calls

    await ages(call, 30);
    const nameless = await call.shown(({ number }) => number === null);
    expect(nameless.vendorCallId).toBe(call.id);
    await ages(call, 30);
    await eventually(async () => {
      const { body } = await admin.call('GET', `/v1/calls/${silent.id}/explanation`);
      return body.steps.every(({ kind }: { kind: string }) => kind !== 'settled') ? true : null;
    });
    const after = await call.shown();
    expect(after).toEqual({ ...before.shown, number: null, recording: 'lost', flags: ['recording_lost'] });
    expect(await reports()).toEqual(before.reports);
    expect(await differences()).toEqual([]);

    // What comes late finds the call, and changes nothing of it.
    expect(
      (await call.answeredBy(ASHA, { call_duration: 99, resource_url: 'https://recordings.quill.test/late.mp3' })).body,
    ).toMatchObject({ status: 1 });
    expect(await call.shown()).toEqual(after);
    expect(holding(await standingText(stage.db), ['late.mp3'])).toEqual([]);
    expect((await admin.call('PUT', `/v1/calls/${silent.id}/disposition`, { code: 'interested' })).body).toMatchObject({
      code: 'call_sealed',
    });
    await keep({ recordingDays: 365, numberDays: null, factDays: null });
  });

  test('of somebody without lead goes, and that they were called back stays true', async () => {
    await stage.configure({ leads: { createOn: 'never' } });
    const number = '9711111222';
    const missed = aVendorCall(stage, number);
    await missed.rings(ASHA);
    await missed.ends();
    await missed.shown();
    await aVendorCall(stage, number).answeredBy(ASHA);
    const open = async () => (await admin.call('GET', '/v1/missed-calls?scope=all')).body.items.length;
    await eventually(async () => ((await open()) === 0 ? true : null));
    await keep({ numberDays: 30 });
    await ages(missed, 31);
    await missed.shown(({ number: shown }) => shown === null);
    expect([await open(), await differences()]).toEqual([0, []]);
    await keep({ numberDays: null });
    await stage.configure({ leads: { createOn: 'ring' } });
  });

  test('of a test call goes, and it counts nowhere all the same', async () => {
    const number = '9811111111';
    const run = { mode: 'live', vendor: demo.vendor, number };
    expect((await admin.call('POST', '/v1/go-live', run)).status).toBe(201);
    const call = aVendorCall(stage, number);
    await call.rings(ASHA);
    await call.answeredBy(ASHA);
    await call.answeredBy(ASHA);
    await call.shown();
    const counted = async () => (await admin.call('GET', '/v1/reports/vendors')).body;
    const before = await counted();
    await keep({ numberDays: 30 });
    await stage.db.query(sql.type(noRows)`
      update go_live_run set started_at = started_at - interval '31 days', until = until - interval '31 days'
    `);
    await ages(call, 31);
    expect(await call.shown(({ number: shown }) => shown === null)).toMatchObject({ flags: ['test_call'] });
    expect(await counted()).toEqual(before);
    await keep({ numberDays: null });
  });
});
