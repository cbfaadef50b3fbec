import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { EventSourceClient } from '../feed/event-source-client.ts';
import { openStage, type Answer, type Person, type Stage } from './stage.ts';
import { ASHA, aVendorCall, BILAL, cardIn, cardsIn, CHITRA } from './vendor-call.ts';

let stage: Stage;
let ofAsha: EventSourceClient;
let ofBilal: EventSourceClient;
let ofChitra: EventSourceClient;
let people: readonly Person[];
beforeAll(async () => {
  stage = await openStage();
  people = await Promise.all(['asha', 'bilal', 'chitra'].map(async (name) => await stage.signIn(`${name}@demo.test`)));
  [ofAsha, ofBilal, ofChitra] = people.map((person) => person.stream()) as [
    EventSourceClient,
    EventSourceClient,
    EventSourceClient,
  ];
  await Promise.all([ofAsha.count(1), ofBilal.count(1), ofChitra.count(1)]);
});
afterAll(async () => {
  await stage.close();
});

const resultsOf = (call: Answer['body']) =>
  call.offers.map(
    ({ counsellor, result }: { counsellor: { name: string }; result: string }) =>
      `${counsellor.name.split(' ')[0]} ${result}`,
  );
const rung = (many: number) => (call: Answer['body']) => call.offers.length === many;

describe('counsellors rung in turn', () => {
  test('get a pop-up each, in that order, each alone, the one before withdrawn before the next shows', async () => {
    const call = aVendorCall(stage);
    for (const agent of [ASHA, BILAL, CHITRA]) await call.rings(agent);
    const { id, offers } = await call.shown(rung(3));
    expect(offers.map((offer: { counsellor: { name: string } }) => offer.counsellor.name)).toEqual([
      'Asha Rao',
      'Bilal Khan',
      'Chitra Iyer',
    ]);
    await cardIn(ofChitra, id, 'open');
    await call.ends({ agent_no: CHITRA });
    await Promise.all([
      cardIn(ofAsha, id, 'withdrawn', 'next_agent'),
      cardIn(ofBilal, id, 'withdrawn', 'next_agent'),
      cardIn(ofChitra, id, 'withdrawn', 'call_ended'),
    ]);

    const all = [ofAsha, ofBilal, ofChitra].map((feed) => cardsIn(feed, id));
    for (const cards of all) {
      expect(cards.map(({ state }) => state)).toEqual(['open', 'withdrawn']);
      expect(cards.map(({ version }) => version)).toEqual([1, 2]);
      expect(new Set(cards.map((card) => card['id'])).size).toBe(1);
    }
    const lives = all.map(
      ([, withdrawn]) =>
        [Date.parse(String(withdrawn?.['openedAt'])), Date.parse(String(withdrawn?.['closedAt']))] as const,
    );
    const inOrder = lives.flat();
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
    expect(resultsOf(await call.shown())).toEqual(['Asha missed', 'Bilal missed', 'Chitra missed']);
  });

  test('and one of them again after another: a new offer and a new pop-up', async () => {
    const call = aVendorCall(stage);
    await call.rings(ASHA);
    await call.rings(BILAL);
    const { id } = await call.shown(rung(2));
    await call.rings(ASHA);
    expect(resultsOf(await call.shown(rung(3)))).toEqual(['Asha missed', 'Bilal missed', 'Asha ringing']);
    await ofAsha.until(() => cardsIn(ofAsha, id).filter(({ state }) => state === 'open').length === 2);
    await call.answeredBy(ASHA);
    expect(resultsOf(await call.shown())).toEqual(['Asha missed', 'Bilal missed', 'Asha answered']);
    await cardIn(ofAsha, id, 'answered');
  });

  test('and the same again while it rings: a repeat, no new offer and no new pop-up', async () => {
    const call = aVendorCall(stage);
    for (const times of [1, 2, 3]) expect([times, (await call.rings(ASHA)).body]).toMatchObject([times, { status: 1 }]);
    await call.rings(BILAL);
    await call.rings(BILAL);
    const { id } = await call.shown(rung(2));
    await cardIn(ofBilal, id, 'open');
    await call.ends();
    await cardIn(ofBilal, id, 'withdrawn');
    expect(cardsIn(ofAsha, id)).toHaveLength(2);
    expect(cardsIn(ofBilal, id)).toHaveLength(2);
  });

  test('and the same again after the ring time: a new offer', async () => {
    const call = aVendorCall(stage);
    await call.rings(ASHA);
    const { id } = await call.shown(rung(1));
    await cardIn(ofAsha, id, 'open');
    await call.ages(50);
    await call.rings(ASHA);
    await call.shown(rung(2));
    await ofAsha.until(() => cardsIn(ofAsha, id).filter(({ state }) => state === 'open').length === 2);
    expect(cardsIn(ofAsha, id).map(({ state }) => state)).toEqual(['open', 'withdrawn', 'open']);
    await call.ends();
  });
});

describe('counsellors rung at once', () => {
  const did = '8047100200';
  const ring = async (mode: string | null) => {
    const { call } = await stage.admin();
    const { body } = await call('GET', '/v1/settings/numbers');
    const others = body.dids.filter(({ number }: { number: string }) => number !== did);
    await call('PUT', '/v1/settings/numbers', { dids: [...others, { number: did, ring: mode }] });
  };
  afterEach(async () => await stage.configure({ inbound: { ring: 'sequential' } }));

  test.each(['the vendor', 'the DID'])('by %s all see it, and who did not answer has not missed it', async (which) => {
    if (which === 'the vendor') await stage.configure({ inbound: { ring: 'simultaneous' } });
    else await ring('simultaneous');
    const call = aVendorCall(stage, undefined, { did_no: did });
    for (const agent of [ASHA, BILAL, CHITRA]) await call.rings(agent);
    const { id } = await call.shown(rung(3));
    for (const feed of [ofAsha, ofBilal, ofChitra]) await cardIn(feed, id, 'open');
    for (const feed of [ofAsha, ofBilal, ofChitra]) expect(cardsIn(feed, id)).toHaveLength(1);

    await call.answeredBy(BILAL);
    const settled = await call.shown();
    expect(resultsOf(settled)).toEqual(['Asha answered_elsewhere', 'Bilal answered', 'Chitra answered_elsewhere']);
    expect(settled).toMatchObject({ outcome: 'answered', counsellor: { name: 'Bilal Khan' } });
    for (const feed of [ofAsha, ofChitra]) await cardIn(feed, id, 'withdrawn', 'answered_elsewhere');
    await cardIn(ofBilal, id, 'answered');
    const { call: asAdmin } = await stage.admin();
    const { body } = await asAdmin('GET', `/v1/calls?offerResult=missed&search=${encodeURIComponent(call.id)}`);
    expect(body.items).toEqual([]);
    await ring(null);
  });

  test('a leg that fails ends only its own card, the call rings on, and nobody’s answer is missed by all', async () => {
    await stage.configure({ inbound: { ring: 'simultaneous' } });
    const call = aVendorCall(stage);
    for (const agent of [ASHA, BILAL]) await call.rings(agent);
    const { id } = await call.shown(rung(2));
    await call.ends({ agent_no: ASHA });
    await cardIn(ofAsha, id, 'withdrawn');
    expect(await call.shown(() => true)).toMatchObject({ state: 'ringing', outcome: null });
    expect(cardsIn(ofBilal, id)).toHaveLength(1);
    await call.ends({ agent_no: BILAL });
    expect(resultsOf(await call.shown())).toEqual(['Asha missed', 'Bilal missed']);
  });

  test('one of them again shows no second card beside the first', async () => {
    await stage.configure({ inbound: { ring: 'simultaneous' } });
    const call = aVendorCall(stage);
    for (const agent of [ASHA, BILAL, ASHA]) await call.rings(agent);
    const { id } = await call.shown(rung(3));
    await ofAsha.until(() => cardsIn(ofAsha, id).filter(({ state }) => state === 'open').length === 2);
    expect(cardsIn(ofAsha, id).map(({ state }) => state)).toEqual(['open', 'withdrawn', 'open']);
    await call.answeredBy(ASHA);
    expect(resultsOf(await call.shown())).toEqual(['Asha missed', 'Bilal answered_elsewhere', 'Asha answered']);
  });
});

describe('a call that has ended', () => {
  test('is not opened by a late pop-up request: recorded, no card', async () => {
    const call = aVendorCall(stage);
    await call.rings(ASHA);
    await call.answeredBy(ASHA);
    await call.shown();
    expect((await call.rings(BILAL)).body).toMatchObject({ status: 1, message: 'Notification accepted' });
    const { id, ...after } = await call.shown(rung(2));
    expect(after).toMatchObject({ state: 'ended', outcome: 'answered', counsellor: { name: 'Asha Rao' } });
    expect(cardsIn(ofBilal, id)).toEqual([]);
  });

  test('by a failed leg rings again when another counsellor is rung, and settles anew', async () => {
    const call = aVendorCall(stage);
    await call.rings(ASHA);
    await call.ends({ agent_no: ASHA, status: 'busy' });
    const { id } = await call.shown();
    await ofAsha.message(({ event, data }) => event === 'missed' && Number(data['count']) > 0);
    await call.rings(BILAL);
    await call.shown(({ state, outcome }) => state === 'ringing' && outcome === null);
    await cardIn(ofBilal, id, 'open');
    await call.answeredBy(BILAL);
    const settled = await call.shown();
    expect(settled).toMatchObject({ outcome: 'answered', counsellor: { name: 'Bilal Khan' } });
    expect(resultsOf(settled)).toEqual(['Asha missed', 'Bilal answered']);
    const { body } = await (await stage.admin()).call('GET', '/v1/missed-calls?scope=all');
    expect(body.items.filter(({ callId }: { callId: string }) => callId === id)).toEqual([]);
  });

  test.each([
    ['the same counsellor is rung', ASHA, 0],
    ['another is rung after the ring time', BILAL, 50],
  ])('by a failed leg stays ended when %s', async (_, agent, later) => {
    const call = aVendorCall(stage);
    await call.rings(ASHA);
    const { id } = await call.shown(rung(1));
    await cardIn(ofAsha, id, 'open');
    await call.ends({ agent_no: ASHA });
    await call.shown();
    await cardIn(ofAsha, id, 'withdrawn');
    await call.ages(later);
    await call.rings(agent);
    expect(await call.shown(rung(2))).toMatchObject({ state: 'ended', outcome: 'missed' });
    expect([...cardsIn(ofAsha, id), ...cardsIn(ofBilal, id)].map(({ state }) => state)).toEqual(['open', 'withdrawn']);
  });

  test('by a call back that names nobody stays ended', async () => {
    const call = aVendorCall(stage);
    await call.rings(ASHA);
    await call.ends();
    await call.shown();
    await call.rings(BILAL);
    const { id, outcome } = await call.shown(rung(2));
    expect([outcome, cardsIn(ofBilal, id)]).toEqual(['missed', []]);
  });
});

test('a number of nobody makes no offer, and the call stays open for the next', async () => {
  const call = aVendorCall(stage);
  await call.rings('9111111111');
  const { id } = await call.shown(({ state }) => state === 'ringing');
  await call.rings(BILAL);
  expect(await call.shown(rung(1))).toMatchObject({ state: 'ringing', flags: ['agent_unknown'] });
  await cardIn(ofBilal, id, 'open');
  await call.ends({ agent_no: '9111111111', status: 'answered' });
  expect(await call.shown()).toMatchObject({ outcome: 'answered', counsellor: null });
  await cardIn(ofBilal, id, 'withdrawn');
});

test('a call that nobody tells the end of says until when it is waited for, on its card and in its story', async () => {
  const call = aVendorCall(stage);
  await call.rings(ASHA);
  const { id, offers } = await call.shown(rung(1));
  const { goesBy } = await cardIn(ofAsha, id, 'open');
  const [rangAt, hour] = [Date.parse(offers[0].at), 3_600_000];
  // The longest talk: a vendor that does not tell of answers may be ringing, or talked to, for so long.
  expect(Math.abs(Date.parse(String(goesBy)) - rangAt - 2 * hour)).toBeLessThan(1000);
  const waiting = async () => (await people[0]?.call('GET', `/v1/calls/${id}/explanation`))?.body.waiting;
  // And five minutes more for a call back; there are no records to ask for.
  const closesBy = new Date(rangAt + 2 * hour + 300_000).toISOString();
  expect(await waiting()).toEqual({ askAt: null, giveUpAt: closesBy });
  await call.ends();
  await call.shown();
  expect(await waiting()).toBeUndefined();
  expect(await cardIn(ofAsha, id, 'withdrawn')).not.toHaveProperty('goesBy');
});
