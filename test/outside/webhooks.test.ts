import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { openReceiver, subscribe, verified, type Receiver, type Subscribed } from './webhook-receiver.ts';
import { openStage, type Person, type Stage } from '../spine/stage.ts';
import { ASHA, aVendorCall, BILAL } from '../spine/vendor-call.ts';

let stage: Stage;
let receiver: Receiver;
let admin: Person;
let asha: Person;
beforeAll(async () => {
  [stage, receiver] = await Promise.all([openStage(), openReceiver()]);
  [admin, asha] = await Promise.all([stage.admin(), stage.signIn('asha@demo.test')]);
});
afterAll(async () => {
  await stage.close();
  await receiver.stop();
});
/** Each test's own alone are told. */
afterEach(async () => {
  const { body } = await admin.call('GET', '/v1/settings/webhooks');
  for (const { id } of body.items) await admin.call('DELETE', `/v1/settings/webhooks/${id}`);
});

const EVERYTHING = [
  'call.ended',
  'call.corrected',
  'lead.created',
  'lead.assigned',
  'missed_call.opened',
  'missed_call.cleared',
];
const told = async ({ path }: Subscribed, type: string, many?: number) => await receiver.received(path, type, many);
const typesAt = ({ path }: Subscribed): readonly string[] =>
  receiver.messages.filter((message) => message.path === path).map(({ body }) => body.type);

describe('whoever subscribed is told', () => {
  test('of a call that ended, the lead it made and whose that became, signed so that the library’s own verifier agrees', async () => {
    const hook = await subscribe(admin, receiver, EVERYTHING, { fullNumbers: true });
    const call = aVendorCall(stage);
    await call.rings(ASHA);
    await call.answeredBy(ASHA, { call_duration: 42 });
    const [ended] = await told(hook, 'call.ended');
    const [created] = await told(hook, 'lead.created');
    const [assigned] = await told(hook, 'lead.assigned');
    const shown = await call.shown();

    for (const message of [ended, created, assigned]) {
      expect(message && verified(message, hook.secret)).toEqual(message?.body);
      expect(message?.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': message?.id });
    }
    const { offers: _offers, state: _state, wrapUpUntil: _until, ...same } = shown;
    expect(ended?.body).toEqual({ type: 'call.ended', timestamp: expect.any(String), data: same });
    expect(created?.body.data).toMatchObject({
      id: shown.lead.id,
      origin: 'Telephony',
      phones: [{ number: `+91${call.number}` }],
      callId: shown.id,
    });
    expect(assigned?.body.data).toMatchObject({
      lead: { id: shown.lead.id },
      owners: [asha.id],
      previous: [],
      reason: 'answered',
      callId: shown.id,
    });
  });

  test('once when it ends, again when what was told is corrected, and not of what changes nothing', async () => {
    const hook = await subscribe(admin, receiver, EVERYTHING);
    const call = aVendorCall(stage);
    await call.rings(ASHA);
    await call.answeredBy(ASHA, { call_duration: 10, end_time: '2026-01-05T10:00:00Z' });
    await told(hook, 'call.ended');
    await call.answeredBy(ASHA, { call_duration: 10, end_time: '2026-01-05T10:00:00Z' });
    await call.answeredBy(ASHA, { call_duration: 12, end_time: '2026-01-05T10:00:02Z' });
    const [corrected] = await told(hook, 'call.corrected');
    expect(corrected?.body.data).toMatchObject({ outcome: 'answered', talkSeconds: 12 });
    const { id } = await call.shown();
    await asha.call('PUT', `/v1/calls/${id}/disposition`, { code: 'interested' });
    const [, noted] = await told(hook, 'call.corrected', 2);
    expect(noted?.body.data.disposition).toBe('interested');
    expect(typesAt(hook).filter((type) => type.startsWith('call.'))).toEqual([
      'call.ended',
      'call.corrected',
      'call.corrected',
    ]);
  });

  test('of a missed call until somebody takes care of it, and why it is work no more', async () => {
    const hook = await subscribe(admin, receiver, ['missed_call.opened', 'missed_call.cleared']);
    const missed = async (number?: string) => {
      const call = aVendorCall(stage, number);
      await call.rings(BILAL);
      await call.ends({ agent_no: BILAL });
      return call;
    };
    const first = await missed();
    const [opened] = await told(hook, 'missed_call.opened');
    const { id: callId, lead } = await first.shown();
    expect(opened?.body.data).toMatchObject({ callId, lead: { id: lead.id } });

    const { body } = await admin.call('GET', '/v1/missed-calls?scope=all');
    const entry = body.items.find((item: { callId: string }) => item.callId === callId);
    await admin.call('POST', `/v1/missed-calls/${entry.id}/open`);
    expect((await told(hook, 'missed_call.cleared'))[0]?.body.data).toMatchObject({ callId, reason: 'opened' });

    const second = await missed();
    await told(hook, 'missed_call.opened', 2);
    const back = aVendorCall(stage, second.number);
    await back.rings(ASHA);
    await back.answeredBy(ASHA);
    expect((await told(hook, 'missed_call.cleared', 2))[1]?.body.data).toMatchObject({
      callId: (await second.shown()).id,
      reason: 'called_back',
    });

    const third = await missed();
    await told(hook, 'missed_call.opened', 3);
    await third.answeredBy(BILAL);
    expect((await told(hook, 'missed_call.cleared', 3))[2]?.body.data).toMatchObject({
      callId: (await third.shown()).id,
      reason: 'answered',
    });
  });

  test('of leads that were made and given by hand, or came from a file', async () => {
    const hook = await subscribe(admin, receiver, ['lead.created', 'lead.assigned']);
    const { body: lead } = await asha.call('POST', '/v1/leads', {
      name: 'By Hand',
      phones: [{ number: '9700011111' }],
      owners: [asha.id],
    });
    expect((await told(hook, 'lead.created'))[0]?.body.data).toMatchObject({ id: lead.id, name: 'By Hand' });
    expect((await told(hook, 'lead.assigned'))[0]?.body.data).toMatchObject({
      lead: { id: lead.id },
      owners: [asha.id],
      reason: 'manual',
    });
    await asha.call('PATCH', `/v1/leads/${lead.id}`, { owners: [admin.id] });
    expect((await told(hook, 'lead.assigned', 2))[1]?.body.data).toMatchObject({
      owners: [admin.id],
      previous: [asha.id],
    });

    const csv = 'name,phone,owner e-mail\nFrom File,9700022222,asha@demo.test\nAnother,9700033333,\n';
    const imported = await fetch(`${stage.url}/v1/leads/import?dryRun=false`, {
      method: 'POST',
      headers: { cookie: admin.cookie, 'content-type': 'text/csv' },
      body: csv,
    });
    expect(imported.status).toBe(200);
    const created = await told(hook, 'lead.created', 3);
    expect(
      created
        .slice(1)
        .map(({ body }) => body.data.name)
        .toSorted(),
    ).toEqual(['Another', 'From File']);
    expect((await told(hook, 'lead.assigned', 3))[2]?.body.data).toMatchObject({
      lead: { name: 'From File' },
      owners: [asha.id],
    });
  });
});

describe('what is sent', () => {
  test('carries no whole number unless it was set up so, and only by somebody who may see them', async () => {
    const masked = await subscribe(admin, receiver, ['lead.created', 'call.ended']);
    const whole = await subscribe(admin, receiver, ['call.ended'], { fullNumbers: true });
    const call = aVendorCall(stage);
    await call.rings(ASHA);
    await call.answeredBy(ASHA);
    const texts = [...(await told(masked, 'call.ended')), ...(await told(masked, 'lead.created'))]
      .map(({ text }) => text)
      .join('');
    expect(texts).not.toContain(call.number);
    expect(texts).toContain(call.number.slice(-4));
    expect((await told(whole, 'call.ended'))[0]?.body.data.number).toBe(`+91${call.number}`);
  });

  test('is signed with both secrets while they overlap, and with the new one alone when they do not', async () => {
    const hook = await subscribe(admin, receiver, ['lead.created']);
    const rotate = async (overlapSeconds: number): Promise<string> =>
      (await admin.call('POST', `/v1/settings/webhooks/${hook.id}/rotate`, { overlapSeconds })).body.secret;
    const another = async (many: number) => {
      await asha.call('POST', '/v1/leads', {
        name: 'Signed',
        phones: [{ number: `97001${String(many).padStart(5, '0')}` }],
      });
      const message = (await told(hook, 'lead.created', many))[many - 1];
      if (message === undefined) throw new Error('There is no such message');
      return message;
    };
    const second = await rotate(3600);
    expect(second).toMatch(/^whsec_/);
    const both = await another(1);
    expect([verified(both, hook.secret), verified(both, second)]).toEqual([both.body, both.body]);
    const third = await rotate(0);
    const alone = await another(2);
    expect(verified(alone, third)).toEqual(alone.body);
    expect(() => verified(alone, second)).toThrow('No matching signature');
  });

  test('is nothing when nobody wants to know: no event is written', async () => {
    const before = await events();
    const call = aVendorCall(stage);
    await call.rings(ASHA);
    await call.answeredBy(ASHA);
    await call.shown();
    expect(await events()).toBe(before);
  });

  const events = async (): Promise<number> =>
    await stage.db.oneFirst(
      sql.type(z.object({ count: z.number() }))`select count(*)::integer as count from outgoing_event`,
    );
});
