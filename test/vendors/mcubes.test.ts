import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import type { EventSourceClient } from '../feed/event-source-client.ts';
import { readable } from '../resilience/readable.ts';
import { ask, openStage, type Answer, type Stage } from '../spine/stage.ts';
import { ASHA, BILAL, cardIn } from '../spine/vendor-call.ts';
import { ist, nativeLine, SAME_NUMBERS, somebody, type NativeLine } from './native-line.ts';

let stage: Stage;
let mcubes: NativeLine;
let ofAsha: EventSourceClient;
beforeAll(async () => {
  stage = await openStage();
  mcubes = await nativeLine(stage, 'mcubes');
  await mcubes.agents(SAME_NUMBERS);
  ofAsha = (await stage.signIn('asha@demo.test')).stream();
  await ofAsha.count(1);
});
afterAll(async () => {
  await stage.close();
});

let calls = 0;

/** One call as MCube pushes it; its id begins with the student's digits. */
function aCall(student = somebody()) {
  calls += 1;
  const callid = `${student}${1_790_000_000 + calls}`;
  const common = {
    starttime: ist(60),
    callid,
    clicktocalldid: '8047100100',
    callto: student,
    filename: 'None',
    direction: 'inbound',
    disconnectedby: '',
    groupname: 'Sales',
    agentname: 'Agent',
    refid: null,
  };
  return {
    callid,
    student,
    rings: async (agent: string) =>
      await mcubes.post('push', {
        ...common,
        emp_phone: agent,
        dialstatus: 'CONNECTING',
        endtime: '',
        answeredtime: '',
      }),
    hangup: (agent: string, dialstatus: string, answeredtime: string) => ({
      ...common,
      emp_phone: agent,
      dialstatus,
      endtime: ist(),
      answeredtime,
    }),
    shown: async (fits?: (call: Answer['body']) => boolean) => await stage.call(callid, fits),
  };
}

test('the same keys ring a counsellor and report the call, twice the hang-up', async () => {
  const call = aCall();
  expect(await call.rings(ASHA)).toMatchObject({ status: 200, body: { status: 'ok' } });
  const { id } = await call.shown(() => true);
  await cardIn(ofAsha, id, 'open');
  const hangup = call.hangup(ASHA, 'ANSWER', '00:00:52');
  for (const _ of [1, 2]) await mcubes.post('push', hangup);
  expect(await call.shown()).toMatchObject({
    outcome: 'answered',
    talkSeconds: 52,
    counsellor: { name: 'Asha Rao' },
    offers: [{ result: 'answered' }],
    vendorCallId: call.callid,
    flags: [],
  });
});

test('every encoding says the same', async () => {
  for (const encoding of ['json', 'form', 'data', 'query', 'multipart'] as const) {
    const call = aCall();
    const hangup = call.hangup(BILAL, 'NoAnswer', '');
    const flat = Object.fromEntries(Object.entries(hangup).map(([key, value]) => [key, value ?? '']));
    const url = mcubes.url('push');
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const multipart = new FormData();
    for (const [key, value] of Object.entries(flat)) multipart.append(key, value);
    const send = {
      json: async () => await ask(url, 'POST', hangup),
      form: async () => await ask(url, 'POST', new URLSearchParams(flat).toString(), form),
      data: async () => await ask(url, 'POST', new URLSearchParams({ data: JSON.stringify(hangup) }).toString(), form),
      query: async () => await mcubes.get('push', flat),
      multipart: async () => await fetch(url, { method: 'POST', body: multipart }),
    }[encoding];
    expect((await send()).status).toBe(200);
    expect(await call.shown()).toMatchObject({
      outcome: 'missed',
      number: `+91${call.student}`,
      offers: [{ counsellor: { name: 'Bilal Khan' }, result: 'missed' }],
    });
  }
});

test('a call that only rang ends as unknown, since nobody can be asked', async () => {
  await mcubes.configure({ times: { callBackSeconds: 1, talkSeconds: 60, ringSeconds: 5 } });
  const call = aCall();
  await mcubes.post('push', { ...call.hangup(ASHA, '', ''), endtime: ist() });
  expect(await call.shown()).toMatchObject({
    outcome: 'unknown',
    flags: expect.arrayContaining(['status_unrecognised']),
  });
});

test('its call ids hold the student’s number, and stand in no log and no history', async () => {
  const call = aCall();
  await call.rings(ASHA);
  await mcubes.post('push', call.hangup(ASHA, 'ANSWER', '00:00:05'));
  const { id } = await call.shown();
  const connection = await Connection.connect({ address: stage.temporalAddress });
  const { workflow } = new Client({ connection, namespace: stage.namespace });
  const told = readable(await workflow.getHandle(`call-${id}`).fetchHistory());
  await connection.close();
  expect(told).toContain('mcubes');
  for (const text of [told, stage.logged.join('\n')]) {
    expect(text).not.toContain(call.student);
    expect(text).not.toContain(call.callid);
  }
});
