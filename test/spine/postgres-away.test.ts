import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openWay, type CuttableWay } from '../environment/cut-off.ts';
import { runningStack } from '../environment/running-stack.ts';
import { ask, eventually, openStage, type Stage } from './stage.ts';

const POPUP = { applicant_no: '9812345670', agent_no: '9990947416', call_id: 'away' };
const NAMES = ['ivrCallNotification', 'ivrCallBackDetails'] as const;

let way: CuttableWay;
let stage: Stage;
beforeEach(async () => {
  way = await openWay(runningStack().postgres.port);
  // The times a vendor's request may take are those of an installation.
  const variables = { INTAKE_CONNECT_MS: '200', INTAKE_STATEMENT_MS: '300', ANSWER_WITHIN_MS: '850' };
  stage = await openStage({ worker: false, databasePort: way.port, variables });
});
afterEach(async () => {
  // Whatever still waits for an answer is told that there is none.
  await way.cut();
  await stage.close();
});

/** The limit is 850 ms; the seconds more are the test machine's. Without a limit there would be no answer at all. */
const NO_HANG = 10;

async function timed<T>(question: Promise<T>): Promise<T & { readonly seconds: number }> {
  const began = performance.now();
  const answer = await question;
  return { ...answer, seconds: (performance.now() - began) / 1000 };
}

describe.each<[string, () => Promise<void> | void]>([
  ['cannot be reached', async () => await way.cut()],
  ['takes every question and answers none', () => way.hang()],
])('while Postgres %s', (_, away) => {
  test('a vendor is told within a second to send again, and a routing question gets nobody', async () => {
    expect(await stage.vendor('ivrCallNotification', POPUP)).toMatchObject({ status: 200 });
    await away();
    for (const name of NAMES) {
      const answer = await timed(stage.vendor(name, { ...POPUP, status: '1' }));
      expect(answer).toMatchObject({ status: 503, body: { status: 0, message: expect.any(String) } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(answer.seconds).toBeLessThan(NO_HANG);
    }
    const asked = await timed(stage.vendor('getCounsellor', POPUP));
    expect([asked.status, asked.body]).toEqual([200, { data: [], status: 0 }]);
    expect(asked.seconds).toBeLessThan(NO_HANG);
    const byToken = await timed(ask(`${stage.url}/webhooks/v1/${stage.token}/getCounsellor`, 'POST', POPUP));
    expect([byToken.status, byToken.body]).toEqual([200, { data: [], status: 0 }]);
    const native = `${stage.url}/vendors/tatatel/${stage.token}`;
    const dialplan = await timed(ask(`${native}/dialplan`, 'POST', { call_id: 'away' }));
    expect([dialplan.status, dialplan.body]).toEqual([200, []]);
    expect(dialplan.seconds).toBeLessThan(NO_HANG);
    expect(await ask(`${native}/events`, 'POST', { call_id: 'away' })).toMatchObject({ status: 503 });
    // One address for both: before a Connect it asks, behind one it tells, and what it tells is not kept.
    const passthru = `${stage.url}/vendors/exotel/${stage.token}/passthru?CallSid=away&CallFrom=09812345670`;
    const branch = await fetch(passthru, { redirect: 'manual' });
    expect(branch.status).toBe(302);
    for (const said of ['CallType=completed&DialCallStatus=completed', 'CallType=call-attempt&digits=%221%22'])
      expect(await ask(`${passthru}&${said}`, 'GET')).toMatchObject({ status: 503 });
    const opportunity = await ask(`${stage.url}/webhooks/v1/${stage.token}/getOpportunity`, 'POST', POPUP);
    expect(opportunity.status).toBe(503);
  });

  test('a burst of fifty is answered within a second each', async () => {
    await away();
    const answers = await Promise.all(
      Array.from(
        { length: 50 },
        async (__, call_id) => await timed(stage.vendor('ivrCallNotification', { ...POPUP, call_id })),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    expect(Math.max(...answers.map(({ seconds }) => seconds))).toBeLessThan(NO_HANG);
  });

  test('and is back, requests are taken again by themselves', async () => {
    await away();
    expect(await stage.vendor('ivrCallNotification', POPUP)).toMatchObject({ status: 503 });
    await way.restore();
    await eventually(async () => ((await stage.vendor('ivrCallNotification', POPUP)).status === 200 ? true : null));
  });
});

test('what is wrong without asking Postgres is answered as ever', async () => {
  await way.cut();
  expect(await ask(`${stage.url}/getCounsellor/100/airtel`, 'POST', POPUP)).toMatchObject({ status: 404 });
  expect(await ask(`${stage.url}/getCounsellor/100/tatatel`, 'PUT', POPUP)).toMatchObject({ status: 405 });
  expect(await ask(`${stage.url}/ivrCallNotification/100/tatatel`, 'POST', '{')).toMatchObject({ status: 400 });
});

test('connections that nobody closes and nobody answers are given up for new ones', async () => {
  expect(await stage.vendor('ivrCallNotification', POPUP)).toMatchObject({ status: 200 });
  way.hang();
  // As many at once as there are connections, so that each of them hangs.
  const asked = Array.from(
    { length: 10 },
    async (_, call_id) => await stage.vendor('ivrCallNotification', { ...POPUP, call_id }),
  );
  expect(new Set((await Promise.all(asked)).map(({ status }) => status))).toEqual(new Set([503]));
  way.replace();
  await eventually(async () => ((await stage.vendor('ivrCallNotification', POPUP)).status === 200 ? true : null));
});
