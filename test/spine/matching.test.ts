import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CounsellorId, LeadId } from '../../domain/ids.ts';
import { buildLead } from '../build/lead.ts';
import type { EventSourceClient } from '../feed/event-source-client.ts';
import { openStage, type Answer, type Person, type Stage } from './stage.ts';
import { ASHA, aVendorCall, cardIn, CHITRA } from './vendor-call.ts';

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
const demoLead = async (
  name: string,
  number: string,
  more: Omit<NonNullable<Parameters<typeof buildLead>[2]>, 'instituteId' | 'phones'> & { kind?: 'alternate' } = {},
): Promise<LeadId> => {
  const { kind = 'primary', ...wish } = more;
  return await buildLead(stage.db, name, { ...wish, instituteId: 100, phones: [{ number: `+91${number}`, kind }] });
};
const withoutLead = (call: Answer['body']) => call.lead === null;

describe('a number', () => {
  test.each([
    ['one of our DIDs', `0${DID}`],
    ['an agent number', CHITRA],
  ])('that is %s never becomes a lead', async (_, number) => {
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

  test('of a junk lead makes no other: the pop-up says so, and nobody has missed it', async () => {
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
      expect(await cardIn(ofAsha, id, 'open')).toMatchObject({
        number: null,
        lead: null,
        candidates: [],
        actions: ['createLead'],
      });
      await call.answeredBy(ASHA);
      expect(await call.shown()).toMatchObject({
        number: null,
        lead: null,
        outcome: 'answered',
        flags: ['number_unreadable'],
      });
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
    expect(card).toMatchObject({
      lead: { id: recent },
      candidates: [
        { id: old, owner: { name: 'Chitra Iyer' } },
        { id: alternate, name: 'Aunt' },
      ],
    });
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
    expect(await cardIn(ofAsha, id, 'open')).toMatchObject({
      lead: { id: primary, name: 'The real one' },
      candidates: [],
    });
    await call.ends();
    expect(await call.shown()).toMatchObject({ lead: { id: primary } });
  });
});

test('an alternate number counts for routing, pop-up and creation as long as the institute wants it to', async () => {
  const lead = await demoLead('Mother’s phone', '9730000030', { kind: 'alternate', owners: owner() });
  const known = aVendorCall(stage, '9730000030');
  expect(await known.asks()).toEqual([CHITRA]);
  await known.rings(ASHA);
  expect(await cardIn(ofAsha, (await known.shown(({ offers }) => offers.length === 1)).id, 'open')).toMatchObject({
    lead: { id: lead },
  });
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
