import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { noRows } from '../../db/columns.ts';
import { openStage, type Person, type Stage } from './stage.ts';
import { ASHA, aVendorCall, BILAL, CHITRA, NEHA, RIYA, type VendorCall } from './vendor-call.ts';

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
afterEach(async () => await stage.configure({ inbound: { stickyCounsellorIds: [], routingFallback: 'vendor' } }));

let made = 0;
interface Made {
  readonly id: string;
}
/** A counsellor without any permission, so that they are never available. */
async function counsellor(
  agentNumbers: readonly { vendor: string; number: string }[],
  more: object = {},
): Promise<Made> {
  made += 1;
  const { status, body } = await admin.call('POST', '/v1/settings/counsellors', {
    name: `Counsellor ${made}`,
    email: `made${made}@demo.test`,
    agentNumbers,
    ...more,
  });
  expect([status, body]).toMatchObject([201, {}]);
  return body;
}
/** A caller whose lead has these owners. */
async function ownedBy(...owners: readonly Made[]): Promise<VendorCall> {
  made += 1;
  const number = `9760${String(100_000 + made)}`;
  const { status } = await admin.call('POST', '/v1/leads', {
    name: `Lead ${made}`,
    phones: [{ number }],
    owners: owners.map(({ id }) => id),
  });
  expect(status).toBe(201);
  return aVendorCall(stage, number);
}

describe('a lead’s call', () => {
  test('is routed to its owners in owner order, whatever way its number is spelled', async () => {
    const { number } = await ownedBy(chitra, asha, bilal);
    for (const spelling of [number, `0${number}`, `+91 ${number}`])
      expect(await aVendorCall(stage, spelling).asks()).toEqual([CHITRA, ASHA, BILAL]);
  });

  test('skips owners who are inactive or have no number at this vendor', async () => {
    const gone = await counsellor([{ vendor: 'tatatel', number: '9900000001' }], { active: false });
    const elsewhere = await counsellor([{ vendor: 'exotel', number: '9900000002' }]);
    const numberless = await counsellor([]);
    expect(await (await ownedBy(gone, elsewhere, bilal, numberless)).asks()).toEqual([BILAL]);
    const nobodyLeft = await ownedBy(gone, elsewhere, numberless);
    expect(await nobodyLeft.asks()).toEqual([]);
    await stage.configure({ inbound: { stickyCounsellorIds: [asha.id] } });
    expect(await aVendorCall(stage, nobodyLeft.number).asks()).toEqual([ASHA]);
  });

  test('names each by the first number at that vendor, exactly as entered; all numbers are recognised', async () => {
    const three = await counsellor([
      { vendor: 'exotel', number: '9900000010' },
      { vendor: 'tatatel', number: '+91 99000-00011' },
      { vendor: 'tatatel', number: '0 99000 00012' },
      { vendor: 'tatatel', number: '605' },
    ]);
    const call = await ownedBy(three);
    expect(await call.asks()).toEqual(['+91 99000-00011']);
    for (const number of ['9900000011', '+919900000012', '605']) {
      await call.rings(number);
      await call.rings(BILAL);
    }
    const { offers } = await call.shown((shown) => shown.offers.length === 6);
    expect(offers.filter(({ counsellor: { id } }: { counsellor: Made }) => id === three.id)).toHaveLength(3);
    await call.ends();
    expect((await call.rings('9900000010')).body).toMatchObject({ status: 0, message: 'Agent Details Not Found' });
  });

  test('names ten at most', async () => {
    const many: Made[] = [];
    for (let index = 0; index < 12; index += 1)
      many.push(await counsellor([{ vendor: 'tatatel', number: `99000001${String(index).padStart(2, '0')}` }]));
    const named = await (await ownedBy(...many)).asks();
    expect(named).toEqual(Array.from({ length: 10 }, (_, index) => `99000001${String(index).padStart(2, '0')}`));
    expect(new Set(named).size).toBe(10);
  });
});

describe('an unowned lead’s or an unknown number’s call', () => {
  test('goes to the sticky counsellors in their order, and to nobody without any', async () => {
    const calls = () => [aVendorCall(stage, NEHA), aVendorCall(stage)];
    for (const call of calls()) expect(await call.asks()).toEqual([]);
    await stage.configure({ inbound: { stickyCounsellorIds: [bilal.id, asha.id] } });
    for (const call of calls()) expect(await call.asks()).toEqual([BILAL, ASHA]);
    expect(await aVendorCall(stage, RIYA).asks()).toEqual([ASHA]);
    expect(await aVendorCall(stage, 'anonymous').asks()).toEqual([]);
  });
});

describe('an owner who is busy or away', () => {
  const free = async (person: Person, takingCalls = true) =>
    expect((await person.call('PUT', '/v1/me', { takingCalls })).status).toBe(200);
  const random = async () => await stage.configure({ inbound: { routingFallback: 'random' } });
  /** So long ago was everybody named who was named. */
  const passed = async (secondsAgo: number) => {
    await stage.db.query(sql.type(noRows)`
      update counsellor set routed_at = now() - ${secondsAgo} * interval '1 second' where routed_at is not null
    `);
  };
  beforeEach(async () => await passed(60));
  afterEach(async () => await Promise.all([asha, bilal, chitra].map(async (person) => await free(person))));

  test('is named all the same by the policy vendor, which falls back by itself', async () => {
    await free(asha, false);
    expect(await (await ownedBy(asha)).asks()).toEqual([ASHA]);
    await stage.configure({ inbound: { stickyCounsellorIds: [asha.id] } });
    expect(await aVendorCall(stage).asks()).toEqual([ASHA]);
  });

  test('is named last by the policy random: free owners first, then others who are available', async () => {
    await random();
    await free(asha, false);
    expect(await (await ownedBy(asha, chitra)).asks()).toEqual([CHITRA, BILAL, ASHA]);
  });

  test('of a sticky list likewise', async () => {
    await random();
    await free(bilal, false);
    await stage.configure({ inbound: { stickyCounsellorIds: [bilal.id, asha.id] } });
    expect(await aVendorCall(stage).asks()).toEqual([ASHA, CHITRA, BILAL]);
  });

  test('with all owners free is not asked for: the others are not named', async () => {
    await random();
    expect(await (await ownedBy(chitra, asha)).asks()).toEqual([CHITRA, ASHA]);
  });

  test('is one who rings, talks or wraps up, until the wrap-up is done', async () => {
    await random();
    const call = aVendorCall(stage);
    const askedLast = async () => {
      await passed(60);
      return (await (await ownedBy(asha)).asks()).at(-1) === ASHA;
    };
    const alone = async () => (await (await ownedBy(asha)).asks()).length === 1;
    await call.rings(ASHA);
    await call.shown(({ offers }) => offers.length === 1);
    expect([await askedLast(), await alone()]).toEqual([true, false]);
    await call.answeredBy(ASHA);
    const { id, lead } = await call.shown();
    expect([await askedLast(), await alone()]).toEqual([true, false]);
    await asha.call('POST', `/v1/leads/${lead.id}/notes`, { text: 'Done', callId: id });
    await passed(60);
    expect(await alone()).toBe(true);
  });

  test('is one who was named first within the last ring time', async () => {
    await random();
    expect(await (await ownedBy(asha)).asks()).toEqual([ASHA]);
    const again = await (await ownedBy(asha)).asks();
    expect([again.length, again.at(-1)]).toEqual([3, ASHA]);
    await passed(40);
    expect((await (await ownedBy(asha)).asks()).at(-1)).toBe(ASHA);
    await passed(46);
    expect(await (await ownedBy(asha)).asks()).toEqual([ASHA]);
  });

  test('gives way to others in an order that differs from call to call', async () => {
    await random();
    await free(asha, false);
    const orders = new Set<string>();
    for (let times = 0; times < 20 && orders.size < 2; times += 1) {
      await passed(60);
      orders.add(String(await (await ownedBy(asha)).asks()));
    }
    expect([...orders].toSorted((a, b) => a.localeCompare(b))).toEqual(
      [String([CHITRA, BILAL, ASHA]), String([BILAL, CHITRA, ASHA])].toSorted((a, b) => a.localeCompare(b)),
    );
  });

  test('who is without the pop-up permission is available to nobody', async () => {
    await random();
    const without = await counsellor([{ vendor: 'tatatel', number: '9900000050' }]);
    const named = await (await ownedBy(without)).asks();
    expect(named.at(-1)).toBe('9900000050');
    const others = await (await ownedBy(without)).asks();
    expect(others.filter((number) => number.startsWith('99000'))).toEqual(['9900000050']);
  });
});

/** Temporal is given a few hundred milliseconds; the seconds more are the test machine's. Without a limit it would be a minute. */
const NO_HANG_MS = 10_000;

test('while Temporal cannot be reached the answers are the same, each within a second, and cards come and go', async () => {
  const alone = await openStage({ worker: false, variables: { TEMPORAL_ADDRESS: '127.0.0.1:1' } });
  try {
    const ofBilal = (await alone.signIn('bilal@demo.test')).stream();
    await ofBilal.count(1);
    for (let times = 0; times < 6; times += 1) {
      const began = performance.now();
      expect(await aVendorCall(alone, RIYA).asks()).toEqual([ASHA]);
      expect(performance.now() - began).toBeLessThan(NO_HANG_MS);
      expect(await aVendorCall(alone).asks()).toEqual([]);
    }
    const call = aVendorCall(alone);
    await call.rings(BILAL);
    await ofBilal.message(({ event, data }) => event === 'popup' && data['state'] === 'open');
    await call.answeredBy(BILAL);
    expect(await call.shown()).toMatchObject({ outcome: 'answered', lead: { name: '' } });
    await ofBilal.message(({ event, data }) => event === 'popup' && data['state'] === 'answered');
  } finally {
    await alone.close();
  }
});

test('an answer that is known is given within the time a vendor waits, however long the workflow may take', async () => {
  // Nobody runs the workflow, and by itself it may take longer than there is.
  const variables = { ANSWER_WITHIN_MS: '850', ROUTE_BUDGET_MS: '900' };
  const hurried = await openStage({ worker: false, variables });
  try {
    const began = performance.now();
    expect(await aVendorCall(hurried, RIYA).asks()).toEqual([ASHA]);
    expect(performance.now() - began).toBeLessThan(NO_HANG_MS);
  } finally {
    await hurried.close();
  }
});
