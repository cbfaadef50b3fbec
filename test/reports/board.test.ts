import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually, openStage, type Answer, type Person, type Stage } from '../spine/stage.ts';
import { aVendorCall, CHITRA } from '../spine/vendor-call.ts';

let stage: Stage;
let admin: Person;
let asha: Person;
beforeAll(async () => {
  stage = await openStage();
  [admin, asha] = [await stage.admin(), await stage.signIn('asha@demo.test')];
});
afterAll(async () => {
  await stage.close();
});

type Row = Answer['body'];

test('the board tells who is rung, wrapping up, available and away, which calls wait, and what today came to', async () => {
  const board = async (who = admin) => (await who.call('GET', '/v1/reports/live')).body;
  const state = (body: Row, name: string) => body.counsellors.find(({ counsellor }: Row) => counsellor.name === name);
  const call = aVendorCall(stage);
  await call.rings(CHITRA);
  const rung = await eventually(async () => {
    const body = await board();
    return state(body, 'Chitra Iyer').state === 'ringing' ? body : null;
  });
  const { id } = await call.shown(() => true);
  expect(state(rung, 'Chitra Iyer')).toMatchObject({ callId: id, since: expect.any(String) });
  expect(rung.waiting.find(({ callId }: Row) => callId === id)).toMatchObject({
    direction: 'inbound',
    ringing: [{ name: 'Chitra Iyer' }],
  });
  expect((await board(asha)).waiting.some(({ callId }: Row) => callId === id)).toBe(false);

  await call.answeredBy(CHITRA);
  await call.shown();
  const over = await board();
  expect(state(over, 'Chitra Iyer')).toMatchObject({ state: 'wrapping_up', callId: id });
  expect(over.waiting.some(({ callId }: Row) => callId === id)).toBe(false);
  expect(over.today).toMatchObject({ calls: rung.today.calls + 1, answered: rung.today.answered + 1 });
  // Away, once there is nothing left to write up.
  const chitra = await stage.signIn('chitra@demo.test');
  const { body: pending } = await chitra.call('GET', '/v1/pending-calls?limit=200');
  for (const item of pending.items)
    await chitra.call('PUT', `/v1/calls/${item.id}/disposition`, { code: 'interested' });
  await chitra.call('PUT', '/v1/me', { takingCalls: false });
  await eventually(async () => (state(await board(), 'Chitra Iyer').state === 'away' ? true : null));
  await chitra.call('PUT', '/v1/me', { takingCalls: true });
  expect(state(await board(), 'Chitra Iyer')).toMatchObject({ state: 'available', since: null, callId: null });
});
