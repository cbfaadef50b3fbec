import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EventSourceClient } from '../feed/event-source-client.ts';
import { ask, eventually, openStage, type Answer, type Person, type Stage } from './stage.ts';
import { ASHA, aVendorCall, BILAL, cardIn, CHITRA } from './vendor-call.ts';

const DID = '8047100100';

let stage: Stage;
let admin: Person;
let ofAsha: EventSourceClient;
beforeAll(async () => {
  stage = await openStage();
  admin = await stage.admin();
  const asha = await stage.signIn('asha@demo.test');
  ofAsha = asha.stream();
  await ofAsha.count(1);
});
afterAll(async () => {
  await stage.close();
});

const leadsWith = async (number: string): Promise<readonly Answer['body'][]> =>
  (await admin.call('GET', `/v1/leads?search=${encodeURIComponent(number)}`)).body.items;

describe('simultaneous first calls', () => {
  test('of one number, a hundred at two API processes: one lead, and each request is taken', async () => {
    const another = await stage.anotherApi();
    const calls = Array.from({ length: 100 }, (_, index) => `first ${index}`);
    const answers = await Promise.all(
      calls.map(async (call_id, index) => {
        const fields = {
          secret_key: 'demo-secret-key',
          applicant_no: '9730000001',
          agent_no: [ASHA, BILAL, CHITRA][index % 3],
          call_id,
        };
        return await ask(
          `${index % 2 === 0 ? stage.url : another.url}/ivrCallNotification/100/tatatel`,
          'POST',
          fields,
        );
      }),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const listed = await eventually(async () => {
      const { body } = await admin.call('GET', '/v1/calls?search=9730000001&limit=200');
      return body.items.length === 100 && body.items.every(({ lead }: Answer['body']) => lead !== null)
        ? body.items
        : null;
    });
    expect(new Set(listed.map(({ lead }: Answer['body']) => lead.id)).size).toBe(1);
    expect(await leadsWith('9730000001')).toHaveLength(1);
  });

  test('of one number spelled in eight ways: one lead', async () => {
    const spellings = [
      '9730000002',
      '+919730000002',
      '919730000002',
      '09730000002',
      '+91 97300 00002',
      '97300-00002',
      '(+91) 9730000002',
      '0091 9730000002',
    ];
    const calls = spellings.map((spelling) => aVendorCall(stage, spelling));
    await Promise.all(calls.map(async (call) => await call.ends()));
    const settled = await Promise.all(
      calls.map(async (call) => await call.shown(({ state, lead }) => state === 'ended' && lead !== null)),
    );
    expect(new Set(settled.map(({ lead }) => lead.id)).size).toBe(1);
    expect(new Set(settled.map(({ number }) => number))).toEqual(new Set(['+919730000002']));
    for (const spelling of spellings)
      expect(await leadsWith(spelling)).toMatchObject([{ phones: [{ number: '+919730000002' }], callCount: 8 }]);
  });

  test('of a landline with its STD code in four ways: one lead, and another country’s number is another', async () => {
    const calls = ['011-26589990', '+911126589990', '01126589990', '91 11 2658 9990'].map((spelling) =>
      aVendorCall(stage, spelling),
    );
    const abroad = aVendorCall(stage, '+1 212 555 0123');
    const home = aVendorCall(stage, '+91 2125550123');
    for (const call of [...calls, abroad, home]) await call.ends();
    const settled = await Promise.all(
      [...calls, abroad, home].map(
        async (call) => await call.shown(({ state, lead }) => state === 'ended' && lead !== null),
      ),
    );
    expect(new Set(settled.map(({ lead }) => lead.id)).size).toBe(3);
  });
});

test('a new number becomes a lead without a name, with the DID’s campaign and its mobile verified', async () => {
  const call = aVendorCall(stage, undefined, { did_no: DID });
  await call.rings(ASHA);
  const { id, lead } = await call.shown(({ lead: made }) => made !== null);
  expect((await admin.call('GET', `/v1/leads/${lead.id}`)).body).toMatchObject({
    name: '',
    origin: 'Telephony',
    campaign: 'Website',
    owners: [],
    phones: [{ number: `+91${call.number}`, kind: 'primary', verified: true }],
  });
  expect(await cardIn(ofAsha, id, 'open')).toMatchObject({
    lead: { id: lead.id, name: '' },
    candidates: [],
    campaign: 'Website',
    did: `+91${DID}`,
    actions: ['viewProfile'],
  });
  await call.ends();
});

describe('the time at which a new number becomes a lead', () => {
  const moments = {
    ring: [true, true, true],
    answer: [false, false, true],
    end: [false, true, true],
    never: [false, false, false],
  } as const;
  const policies = Object.entries(moments);
  const made = (yes: boolean) => (call: Answer['body']) => (call.lead !== null) === yes;
  const check = async (fields: { did_no?: string }, [onRing, onMissed, onAnswered]: readonly boolean[]) => {
    const [missed, answered] = [aVendorCall(stage, undefined, fields), aVendorCall(stage, undefined, fields)];
    for (const call of [missed, answered]) {
      await call.rings(BILAL);
      await call.shown((shown) => shown.offers.length === 1 && made(onRing ?? false)(shown));
    }
    await missed.ends({ agent_no: BILAL });
    await answered.answeredBy(BILAL);
    await missed.shown((call) => call.state === 'ended' && made(onMissed ?? false)(call));
    await answered.shown((call) => call.state === 'ended' && made(onAnswered ?? false)(call));
  };
  const did = async (createOn: string | null) =>
    await admin.call('PUT', '/v1/settings/numbers', { dids: [{ number: DID, campaign: 'Website', createOn }] });

  test.each(policies)('is %s by the vendor’s policy', async (createOn, when) => {
    await stage.configure({ leads: { createOn } });
    await check({}, when);
    await stage.configure({ leads: { createOn: 'ring' } });
  });

  test.each(policies)('is %s by the policy of the DID, which goes before the vendor’s', async (createOn, when) => {
    await stage.configure({ leads: { createOn: createOn === 'never' ? 'ring' : 'never' } });
    await did(createOn);
    await check({ did_no: DID }, when);
    await did(null);
    await stage.configure({ leads: { createOn: 'ring' } });
  });

  test('is its end when nobody was rung', async () => {
    const call = aVendorCall(stage);
    await call.asks();
    await call.ends();
    expect(await call.shown()).toMatchObject({ outcome: 'abandoned', lead: { name: '' } });
  });
});
