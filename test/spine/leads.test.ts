import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LeadId } from '../../domain/ids.ts';
import type { CounsellorId } from '../../domain/ids.ts';
import { buildLead } from '../build/lead.ts';
import type { EventSourceClient } from '../feed/event-source-client.ts';
import { ask, eventually, openStage, type Answer, type Person, type Stage } from './stage.ts';
import { ASHA, aVendorCall, BILAL, cardIn, CHITRA } from './vendor-call.ts';

const DID = '8047100100';

let stage: Stage;
let admin: Person;
let chitra: Person;
let ofAsha: EventSourceClient;
beforeAll(async () => {
  stage = await openStage();
  admin = await stage.admin();
  chitra = await stage.signIn('chitra@demo.test');
  const asha = await stage.signIn('asha@demo.test');
  ofAsha = asha.stream();
  await ofAsha.count(1);
});
afterAll(async () => {
  await stage.close();
});

const leadsWith = async (number: string): Promise<readonly Answer['body'][]> =>
  (await admin.call('GET', `/v1/leads?search=${encodeURIComponent(number)}`)).body.items;
/** Rows that the API has no call for: their ids are checked to be of the institute by the tables' keys. */
const owner = () => [chitra.id as CounsellorId];
const demoLead = async (name: string, number: string, more: Omit<NonNullable<Parameters<typeof buildLead>[2]>, 'instituteId' | 'phones'> & { kind?: 'alternate' } = {}): Promise<LeadId> => {
  const { kind = 'primary', ...wish } = more;
  return await buildLead(stage.db, name, { ...wish, instituteId: 100, phones: [{ number: `+91${number}`, kind }] });
};
const withoutLead = (call: Answer['body']) => call.lead === null;

describe('simultaneous first calls', () => {
  test('of one number, a hundred at two API processes: one lead, and each request is taken', async () => {
    const another = await stage.anotherApi();
    const calls = Array.from({ length: 100 }, (_, index) => `first ${index}`);
    const answers = await Promise.all(
      calls.map(async (call_id, index) => {
        const fields = { secret_key: 'demo-secret-key', applicant_no: '9730000001', agent_no: [ASHA, BILAL, CHITRA][index % 3], call_id };
        return await ask(`${index % 2 === 0 ? stage.url : another.url}/ivrCallNotification/100/tatatel`, 'POST', fields);
      }),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const listed = await eventually(async () => {
      const { body } = await admin.call('GET', '/v1/calls?search=9730000001&limit=200');
      return body.items.length === 100 && body.items.every(({ lead }: Answer['body']) => lead !== null) ? body.items : null;
    });
    expect(new Set(listed.map(({ lead }: Answer['body']) => lead.id)).size).toBe(1);
    expect(await leadsWith('9730000001')).toHaveLength(1);
  });

  test('of one number spelled in eight ways: one lead', async () => {
    const spellings = ['9730000002', '+919730000002', '919730000002', '09730000002', '+91 97300 00002', '97300-00002', '(+91) 9730000002', '0091 9730000002'];
    const calls = spellings.map((spelling) => aVendorCall(stage, spelling));
    await Promise.all(calls.map(async (call) => await call.ends()));
    const settled = await Promise.all(calls.map(async (call) => await call.shown(({ state, lead }) => state === 'ended' && lead !== null)));
    expect(new Set(settled.map(({ lead }) => lead.id)).size).toBe(1);
    expect(new Set(settled.map(({ number }) => number))).toEqual(new Set(['+919730000002']));
    for (const spelling of spellings) expect(await leadsWith(spelling)).toMatchObject([{ phones: [{ number: '+919730000002' }], callCount: 8 }]);
  });

  test('of a landline with its STD code in four ways: one lead, and another country’s number is another', async () => {
    const calls = ['011-26589990', '+911126589990', '01126589990', '91 11 2658 9990'].map((spelling) => aVendorCall(stage, spelling));
    const abroad = aVendorCall(stage, '+1 212 555 0123');
    const home = aVendorCall(stage, '+91 2125550123');
    for (const call of [...calls, abroad, home]) await call.ends();
    const settled = await Promise.all([...calls, abroad, home].map(async (call) => await call.shown(({ state, lead }) => state === 'ended' && lead !== null)));
    expect(new Set(settled.map(({ lead }) => lead.id)).size).toBe(3);
  });
});

test('a new number becomes a lead without a name, with the DID’s campaign and its mobile verified', async () => {
  const call = aVendorCall(stage, undefined, { did_no: DID });
  await call.rings(ASHA);
  const { id, lead } = await call.shown(({ lead: made }) => made !== null);
  expect((await admin.call('GET', `/v1/leads/${lead.id}`)).body).toMatchObject({
    name: '', origin: 'Telephony', campaign: 'Website', owners: [], phones: [{ number: `+91${call.number}`, kind: 'primary', verified: true }],
  });
  expect(await cardIn(ofAsha, id, 'open')).toMatchObject({ lead: { id: lead.id, name: '' }, candidates: [], campaign: 'Website', did: `+91${DID}`, actions: ['viewProfile'] });
  await call.ends();
});

describe('the time at which a new number becomes a lead', () => {
  const moments = { ring: [true, true, true], answer: [false, false, true], end: [false, true, true], never: [false, false, false] } as const;
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
  const did = async (createOn: string | null) => await admin.call('PUT', '/v1/settings/numbers', { dids: [{ number: DID, campaign: 'Website', createOn }] });

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

describe('a number never becomes a lead', () => {
  test.each([['one of our DIDs', `0${DID}`], ['an agent number', CHITRA]])('that is %s', async (_, number) => {
    const call = aVendorCall(stage, number);
    await call.rings(ASHA);
    await call.answeredBy(ASHA);
    expect(await call.shown()).toMatchObject({ outcome: 'answered', lead: null });
    expect(await leadsWith(number)).toEqual([]);
  });

  test('that is blocked: routed to nobody, recorded, without pop-up, missed entry or lead', async () => {
    await demoLead('Owned', '9730000010', { owners: owner() });
    await admin.call('PUT', '/v1/settings/numbers', { blocked: [{ number: '09730000010' }, { number: '9730000011' }] });
    for (const number of ['9730000010', '9730000011']) {
      const call = aVendorCall(stage, number);
      expect(await call.asks()).toEqual([]);
      expect((await call.rings(ASHA)).body).toMatchObject({ status: 1 });
      await call.shown(({ offers }) => offers.length === 1);
      await call.ends({ agent_no: ASHA });
      const { id, outcome } = await call.shown();
      const { body: missed } = await admin.call('GET', '/v1/missed-calls?scope=all&limit=200');
      expect([outcome, missed.items.filter(({ callId }: Answer['body']) => callId === id)]).toEqual(['missed', []]);
      const { body } = await admin.call('GET', `/v1/calls/${id}/explanation`);
      expect(body.steps.map(({ text }: { text: string }) => text).join('\n')).toContain('blocked');
      expect(ofAsha.received.some(({ data }) => data['callId'] === id)).toBe(false);
    }
    expect(await leadsWith('9730000011')).toEqual([]);
    await admin.call('PUT', '/v1/settings/numbers', { blocked: [] });
  });

  test('of a junk lead again: the pop-up says so, and nobody has missed it', async () => {
    const lead = await demoLead('Spammer', '9730000012', { junk: true, owners: owner() });
    const call = aVendorCall(stage, '9730000012');
    await call.rings(ASHA);
    const { id } = await call.shown(({ offers }) => offers.length === 1);
    expect(await cardIn(ofAsha, id, 'open')).toMatchObject({ lead: { id: lead, junk: true } });
    await call.ends({ agent_no: ASHA });
    expect(await call.shown()).toMatchObject({ outcome: 'missed', lead: { id: lead } });
    const { body } = await admin.call('GET', '/v1/missed-calls?scope=all&limit=200');
    expect(body.items.filter(({ callId }: Answer['body']) => callId === id)).toEqual([]);
    expect(await leadsWith('9730000012')).toHaveLength(1);
  });

  test('that is withheld or unreadable: a call without lead, flagged, and its pop-up offers to create one', async () => {
    for (const number of ['', 'anonymous', 'withheld', '12', '99999999999999999999']) {
      const call = aVendorCall(stage, number);
      expect(await call.asks()).toEqual([]);
      await call.rings(ASHA);
      const { id } = await call.shown(({ offers }) => offers.length === 1);
      expect(await cardIn(ofAsha, id, 'open')).toMatchObject({ number: null, lead: null, candidates: [], actions: ['createLead'] });
      await call.answeredBy(ASHA);
      expect(await call.shown()).toMatchObject({ number: null, lead: null, outcome: 'answered', flags: ['number_unreadable'] });
    }
  });
});

describe('a number that several leads have', () => {
  test('is the lead’s whose primary it is, then the most recently active’s; the others are candidates in that order', async () => {
    const number = '9730000020';
    const alternate = await demoLead('Aunt', number, { kind: 'alternate' });
    const old = await demoLead('Older sister', number, { quietFor: 60, owners: owner() });
    const recent = await demoLead('Younger brother', number, { quietFor: 30 });
    const call = aVendorCall(stage, number);
    expect(await call.asks()).toEqual([]);
    await call.rings(ASHA);
    const { id } = await call.shown(({ offers }) => offers.length === 1);
    const card = await cardIn(ofAsha, id, 'open');
    expect(card).toMatchObject({ lead: { id: recent }, candidates: [{ id: old, owner: { name: 'Chitra Iyer' } }, { id: alternate, name: 'Aunt' }] });
    await call.ends();
    expect(await call.shown()).toMatchObject({ lead: { id: recent } });
  });

  test('and of which one was merged leads to its primary', async () => {
    const primary = await demoLead('The real one', '9730000021', { owners: owner() });
    await demoLead('The double', '9730000022', { mergedInto: primary });
    const call = aVendorCall(stage, '9730000022');
    expect(await call.asks()).toEqual([CHITRA]);
    await call.rings(ASHA);
    const { id } = await call.shown(({ offers }) => offers.length === 1);
    expect(await cardIn(ofAsha, id, 'open')).toMatchObject({ lead: { id: primary, name: 'The real one' }, candidates: [] });
    await call.ends();
    expect(await call.shown()).toMatchObject({ lead: { id: primary } });
  });
});

test('an alternate number counts for routing, pop-up and creation as long as the institute wants it to', async () => {
  const lead = await demoLead('Mother’s phone', '9730000030', { kind: 'alternate', owners: owner() });
  const known = aVendorCall(stage, '9730000030');
  expect(await known.asks()).toEqual([CHITRA]);
  await known.rings(ASHA);
  expect(await cardIn(ofAsha, (await known.shown(({ offers }) => offers.length === 1)).id, 'open')).toMatchObject({ lead: { id: lead } });
  await known.ends();
  expect(await known.shown()).toMatchObject({ lead: { id: lead } });

  await stage.configure({ inbound: { matchAlternateMobile: false } });
  const unknown = aVendorCall(stage, '9730000030');
  expect(await unknown.asks()).toEqual([]);
  await unknown.rings(ASHA);
  const { id, lead: made } = await unknown.shown((call) => call.offers.length === 1 && !withoutLead(call));
  expect(made.id).not.toBe(lead);
  expect(await cardIn(ofAsha, id, 'open')).toMatchObject({ lead: { id: made.id, name: '' }, candidates: [] });
  await unknown.ends();
  await unknown.shown();
  await stage.configure({ inbound: { matchAlternateMobile: true } });
});
