import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually, openStage, type Answer, type Person, type Stage } from './stage.ts';
import { ASHA, aVendorCall, BILAL, CHITRA, type VendorCall } from './vendor-call.ts';

let stage: Stage;
let admin: Person;
let asha: Person;
let bilal: Person;
let chitra: Person;
beforeAll(async () => {
  stage = await openStage();
  admin = await stage.admin();
  [asha, bilal, chitra] = (await Promise.all(
    ['asha', 'bilal', 'chitra'].map(async (name) => await stage.signIn(`${name}@demo.test`)),
  )) as [Person, Person, Person];
});
afterAll(async () => {
  await stage.close();
});

let numbers = 0;
/** A lead of these owners with a number of its own. */
async function leadOf(...owners: readonly Person[]): Promise<{ readonly id: string; readonly call: VendorCall }> {
  numbers += 1;
  const number = `9740${String(100_000 + numbers)}`;
  const { body } = await admin.call('POST', '/v1/leads', {
    name: `Lead ${numbers}`,
    phones: [{ number }],
    owners: owners.map(({ id }) => id),
  });
  return { id: body.id, call: aVendorCall(stage, number) };
}
const ownersOf = async (id: string): Promise<readonly string[]> =>
  (await admin.call('GET', `/v1/leads/${id}`)).body.owners.map(({ name }: { name: string }) => name.split(' ')[0]);
/** Waits for owners that a rule sets after a settlement. */
const owned = async (id: string, names: readonly string[]) =>
  await eventually(async () => (String(await ownersOf(id)) === String(names) ? true : null));
const saves = async (who: Person, id: string, callId: string) =>
  await who.call('PATCH', `/v1/leads/${id}`, { stage: 'Contacted', callId });
const notes = async (who: Person, id: string, callId: string) =>
  await who.call('POST', `/v1/leads/${id}/notes`, { text: 'Will apply', callId });
const idOf = async (call: VendorCall): Promise<string> => (await call.shown((shown) => shown.offers.length > 0)).id;
/** The lead of a call once it has one. */
const leadAfter = async (
  call: VendorCall,
  fits: (call: Answer['body']) => boolean = ({ state }) => state === 'ended',
) => (await call.shown((shown) => fits(shown) && shown.lead !== null)).lead.id;

describe('a lead without owner', () => {
  const defaults = { answeredOwner: 'answerer', missedOwner: 'none' };
  afterEach(async () => await stage.configure({ leads: defaults, inbound: { stickyCounsellorIds: [] } }));

  test.each([
    ['answered', 'answerer', ['Bilal']],
    ['answered', 'sticky', ['Chitra']],
    ['answered', 'none', []],
    ['missed', 'last_rung', ['Bilal']],
    ['missed', 'sticky', ['Chitra']],
    ['missed', 'none', []],
  ] as const)('of an %s call goes by the policy %s to %j, new or old', async (outcome, policy, names) => {
    await stage.configure({
      leads: { ...defaults, [outcome === 'answered' ? 'answeredOwner' : 'missedOwner']: policy },
      inbound: { stickyCounsellorIds: [chitra.id, asha.id] },
    });
    const old = await leadOf();
    for (const call of [aVendorCall(stage), old.call]) {
      await call.rings(ASHA);
      await call.rings(BILAL);
      if (outcome === 'answered') await call.answeredBy(BILAL);
      else await call.ends({ agent_no: BILAL });
      const lead = await leadAfter(call, (shown) => shown.outcome === outcome);
      expect(await ownersOf(lead)).toEqual(names);
      const { body } = await admin.call('GET', `/v1/leads/${lead}/timeline`);
      const types = body.items
        .map(({ type }: { type: string }) => type)
        .filter((type: string) => type === 'assignment' || type === 'call');
      expect(types.toSorted()).toEqual(names.length > 0 ? ['assignment', 'call'] : ['call']);
    }
  });

  test('is nobody’s after an outbound or campaign call', async () => {
    for (const call_type of ['outbound', 'campaign']) {
      const { id, call } = await leadOf();
      await call.answeredBy(BILAL, { call_type });
      await call.shown();
      expect(await ownersOf(id)).toEqual([]);
    }
  });

  test('is nobody’s again when a correction says that nobody talked, and its own timeline says why', async () => {
    const { id, call } = await leadOf();
    await call.rings(BILAL);
    await call.answeredBy(BILAL);
    await call.shown();
    await owned(id, ['Bilal']);
    await call.ends({ agent_no: BILAL, status: 'missed' });
    await call.shown(({ outcome }) => outcome === 'missed');
    await owned(id, []);
    const { body } = await admin.call('GET', `/v1/leads/${id}/timeline`);
    const texts = body.items
      .filter(({ type }: { type: string }) => type === 'assignment')
      .map(({ text }: { text: string }) => text);
    expect(texts).toHaveLength(2);
    expect(new Set(texts).size).toBe(2);
  });
});

describe('a lead that is owned', () => {
  const talk = async (call: VendorCall) => {
    await call.rings(BILAL);
    await call.answeredBy(BILAL);
    return (await call.shown()).id;
  };
  const rings = async (call: VendorCall) => {
    await call.rings(BILAL);
    return await idOf(call);
  };
  afterEach(async () => await stage.configure({ inbound: { keepOwner: false, addNotesInstead: false } }));

  test('goes to who talked and then saved it', async () => {
    const { id, call } = await leadOf(asha);
    const callId = await talk(call);
    expect(await ownersOf(id)).toEqual(['Asha']);
    expect((await saves(bilal, id, callId)).body.owners).toMatchObject([{ name: 'Bilal Khan' }]);
  });

  test('goes to who saved it and then talked', async () => {
    const { id, call } = await leadOf(asha, chitra);
    expect(await saves(bilal, id, await rings(call))).toMatchObject({
      status: 200,
      body: { owners: [{ name: 'Asha Rao' }, { name: 'Chitra Iyer' }] },
    });
    await call.answeredBy(BILAL);
    await call.shown();
    await owned(id, ['Bilal']);
  });

  test('stays with its owners when somebody only talked, or only saved', async () => {
    const talked = await leadOf(asha);
    await talk(talked.call);
    const saved = await leadOf(asha);
    const callId = await rings(saved.call);
    await saves(bilal, saved.id, callId);
    await saved.call.ends({ agent_no: BILAL });
    await saved.call.shown();
    const byAnother = await leadOf(asha);
    await saves(chitra, byAnother.id, await talk(byAnother.call));
    const withoutCall = await leadOf(asha);
    await talk(withoutCall.call);
    await bilal.call('PATCH', `/v1/leads/${withoutCall.id}`, { stage: 'Contacted' });
    for (const { id } of [talked, saved, byAnother, withoutCall]) expect(await ownersOf(id)).toEqual(['Asha']);
  });

  test('stays when who talked is one of its owners', async () => {
    const { id, call } = await leadOf(asha, bilal);
    await saves(bilal, id, await talk(call));
    expect(await ownersOf(id)).toEqual(['Asha', 'Bilal']);
  });

  test('stays with "Do Not Assign Lead To Another Counsellor"', async () => {
    await stage.configure({ inbound: { keepOwner: true } });
    const { id, call } = await leadOf(asha);
    await saves(bilal, id, await talk(call));
    expect(await ownersOf(id)).toEqual(['Asha']);
  });

  test('is not saved by a note, but is with "Add Notes" in place of the profile', async () => {
    const plain = await leadOf(asha);
    await notes(bilal, plain.id, await talk(plain.call));
    expect(await ownersOf(plain.id)).toEqual(['Asha']);
    await stage.configure({ inbound: { addNotesInstead: true } });
    const { id, call } = await leadOf(asha);
    await notes(bilal, id, await talk(call));
    await owned(id, ['Bilal']);
  });

  test('is saved too late once wrap-up is over', async () => {
    await stage.configure({ times: { wrapUpSeconds: 0 } });
    const { id, call } = await leadOf(asha);
    const callId = await talk(call);
    await saves(bilal, id, callId);
    await stage.configure({ times: { wrapUpSeconds: 600 } });
    expect(await ownersOf(id)).toEqual(['Asha']);
  });

  test('goes back when a correction undoes the talk, if its owner is still the one this call set', async () => {
    const undone = await leadOf(asha, chitra);
    await saves(bilal, undone.id, await talk(undone.call));
    expect(await ownersOf(undone.id)).toEqual(['Bilal']);
    await undone.call.ends({ agent_no: BILAL });
    await owned(undone.id, ['Asha', 'Chitra']);

    const moved = await leadOf(asha);
    await saves(bilal, moved.id, await talk(moved.call));
    await admin.call('PATCH', `/v1/leads/${moved.id}`, { owners: [chitra.id] });
    await moved.call.ends({ agent_no: BILAL });
    await moved.call.shown(({ outcome }) => outcome === 'missed');
    expect(await ownersOf(moved.id)).toEqual(['Chitra']);
  });

  test('tells each change on its timeline with its reason', async () => {
    const { id, call } = await leadOf(asha);
    await saves(bilal, id, await talk(call));
    const { body } = await admin.call('GET', `/v1/leads/${id}/timeline`);
    const [assigned] = body.items.filter(({ type }: { type: string }) => type === 'assignment');
    expect(assigned).toMatchObject({
      callId: (await call.shown()).id,
      text: expect.stringMatching(/Bilal Khan.*talked.*saved/),
    });
  });

  test('is given to the first of a transfer who talked and saved', async () => {
    const { id, call } = await leadOf(chitra);
    await call.answeredBy(ASHA);
    await call.answeredBy(BILAL);
    const { id: callId } = await call.shown(({ offers }) => offers.length === 2);
    await saves(bilal, id, callId);
    await owned(id, ['Bilal']);
    await saves(asha, id, callId);
    await owned(id, ['Asha']);
  });
});

test('an unknown outcome assigns nobody', async () => {
  const { id, call } = await leadOf();
  await call.rings(CHITRA);
  await call.ends({ agent_no: CHITRA, status: 'perhaps' });
  expect(await call.shown()).toMatchObject({ outcome: 'unknown' });
  expect(await ownersOf(id)).toEqual([]);
});
