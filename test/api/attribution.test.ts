import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { attributeAgent } from '../../calls/attribute.ts';
import { noRows } from '../../db/columns.ts';
import type { CallId, CounsellorId } from '../../domain/ids.ts';
import { auditOf } from './audit-trail.ts';
import { ask, eventually, openStage, type Answer, type Person, type Stage } from '../spine/stage.ts';

let stage: Stage;
let admin: Person;
beforeAll(async () => {
  stage = await openStage();
  admin = await stage.admin();
});
afterAll(async () => {
  await stage.close();
});

const students = { riya: '9812345670', unknown: '9822200001' };
const DID = '08047100155';
const today = () => new Date().toLocaleDateString('en-CA', { timeZone: 'Asia/Kolkata' });
const yesterday = () => new Date(Date.now() - 86_400_000).toLocaleDateString('en-CA', { timeZone: 'Asia/Kolkata' });
const people = '/v1/settings/counsellors';

let ids = 0;
/** A call that rings an agent and is then over. */
async function call(
  agent: string,
  { number = students.riya, ...more }: { number?: string; status?: string; call_duration?: string } = {},
) {
  const id = `attribution-${(ids += 1)}`;
  const common = { call_id: id, applicant_no: number, agent_no: agent, did_no: DID };
  await stage.vendor('ivrCallNotification', common);
  await stage.vendor('ivrCallBackDetails', { ...common, status: 'missed', ...more });
  const settled = await stage.call(id);
  return { id, callId: settled.id as CallId };
}

async function counsellor(name: string, number: string): Promise<string> {
  const email = `${name.toLowerCase()}-${randomUUID()}@demo.test`;
  const { body } = await admin.call('POST', people, {
    name,
    email,
    roles: ['counsellor'],
    agentNumbers: [{ vendor: 'tatatel', number }],
  });
  return body.id;
}

const attribute = async (id: string, number: string, from = yesterday()) =>
  await admin.call('POST', `${people}/${id}/attribute`, { vendor: 'tatatel', number, from });
const seen = async (callId: string): Promise<Answer['body']> => (await admin.call('GET', `/v1/calls/${callId}`)).body;
const totals = async (id: string) =>
  await stage.db.any(sql.unsafe`
    select sum(success)::int as success, sum(missed)::int as missed, sum(talk_seconds)::int as talk, sum(offers)::int as offers
    from counsellor_day where counsellor_id = ${id}
  `);

describe('an agent number mapped late', () => {
  test('brings its calls with it: rings, talk, totals, missed entries and flags', async () => {
    const missed = await call('9000000011', { number: students.unknown });
    const answered = await call('9000000011', { status: 'answered', call_duration: '75' });
    const before = await seen(answered.callId);
    expect(before).toMatchObject({
      outcome: 'answered',
      counsellor: null,
      flags: expect.arrayContaining(['agent_unknown']),
    });
    const id = await counsellor('Dev', '9000000011');
    expect(await attribute(id, '90000 00011')).toMatchObject({ status: 200, body: { calls: 2, nextCursor: null } });

    const after = await seen(answered.callId);
    expect(after).toMatchObject({
      outcome: 'answered',
      counsellor: { id, name: 'Dev' },
      talkSeconds: 75,
      offers: [{ counsellor: { id }, result: 'answered' }],
    });
    expect(after.flags).not.toContain('agent_unknown');
    expect(await seen(missed.callId)).toMatchObject({
      outcome: 'missed',
      offers: [{ counsellor: { id }, result: 'missed' }],
    });
    expect(await totals(id)).toEqual([{ success: 1, missed: 1, talk: 75, offers: 2 }]);
    const entries = (await admin.call('GET', '/v1/missed-calls?scope=all')).body.items;
    expect(entries).toContainEqual(expect.objectContaining({ callId: missed.callId, missedBy: [{ id, name: 'Dev' }] }));
    expect(await attribute(id, '9000000011')).toMatchObject({ body: { calls: 0, nextCursor: null } });
    expect((await auditOf(stage.db, 100)).filter(({ action }) => action === 'counsellor.attribute')[0]).toEqual({
      action: 'counsellor.attribute',
      target: id,
      before: null,
      after: { vendor: 'tatatel', agentNumber: '90000 00011', from: yesterday() },
    });
  });

  test('brings calls that name them by their user id at the vendor, past ones and one that goes on', async () => {
    const past = await call('0507330050077', { status: 'answered', call_duration: '20' });
    const live = `attribution-${(ids += 1)}`;
    await stage.vendor('ivrCallNotification', { call_id: live, applicant_no: '9822200007', agent_no: '0507330050077' });
    const health = async () => (await admin.call('GET', '/v1/settings/health')).body.unmappedAgentNumbers;
    expect(await health()).toContainEqual(expect.objectContaining({ number: '0507330050077', calls: 2 }));

    const id = await counsellor('Jaya', '9000000021');
    await admin.call('PUT', `${people}/${id}`, {
      agentNumbers: [{ vendor: 'tatatel', number: '9000000021', vendorUserId: '0507330050077' }],
    });
    expect(await attribute(id, '0507330050077')).toMatchObject({ status: 200, body: { calls: 2, nextCursor: null } });
    expect(await seen(past.callId)).toMatchObject({ counsellor: { id }, offers: [{ counsellor: { id } }] });
    expect(await stage.call(live, ({ offers }) => offers.length === 1)).toMatchObject({
      state: 'ringing',
      offers: [{ counsellor: { id }, result: 'ringing' }],
    });
    expect(await totals(id)).toEqual([{ success: 1, missed: 0, talk: 20, offers: 1 }]);
    // By the number it is the same line.
    expect(await attribute(id, '9000000021')).toMatchObject({ body: { calls: 0 } });
    expect(await health()).not.toContainEqual(expect.objectContaining({ number: '0507330050077' }));
  });

  test('leaves the calls before the chosen date where they are', async () => {
    const old = await call('9000000012');
    await stage.db.query(
      sql.type(noRows)`update call set first_heard_at = first_heard_at - interval '3 days' where id = ${old.callId}`,
    );
    const fresh = await call('9000000012');
    const id = await counsellor('Esha', '9000000012');
    expect(await attribute(id, '9000000012', today())).toMatchObject({ body: { calls: 1 } });
    expect((await seen(old.callId)).offers).toEqual([]);
    expect((await seen(fresh.callId)).offers).toHaveLength(1);
  });

  test('that was somebody else’s takes their calls over, and their totals go', async () => {
    const first = await counsellor('Farah', '9000000013');
    const handed = await call('9000000013', { status: 'answered', call_duration: '30' });
    expect(await totals(first)).toEqual([{ success: 1, missed: 0, talk: 30, offers: 1 }]);
    await admin.call('PUT', `${people}/${first}`, { agentNumbers: [] });
    const second = await counsellor('Gita', '9000000013');
    expect(await attribute(second, '9000000013')).toMatchObject({ body: { calls: 1 } });
    expect((await seen(handed.callId)).counsellor).toMatchObject({ id: second });
    expect(await totals(first)).toEqual([{ success: 0, missed: 0, talk: 0, offers: 0 }]);
    expect(await totals(second)).toEqual([{ success: 1, missed: 0, talk: 30, offers: 1 }]);
  });

  test('brings along what a pulled record says of it', async () => {
    const { callId } = await call('9000000014');
    const agent = { number: '+919000000015', counsellorId: null };
    const report = {
      agent,
      status: { result: 'success' },
      talkSeconds: 42,
      startedAt: null,
      endedAt: null,
      recordingUrl: null,
    };
    const data = { result: 'found', flags: [], report, alsoRung: [{ number: '+919000000016', counsellorId: null }] };
    await stage.db.query(sql.type(noRows)`
      with bumped as (update call set last_seq = last_seq + 1 where id = ${callId} returning institute_id, id, last_seq)
      insert into fact (institute_id, call_id, seq, kind, received_at, data)
      select institute_id, id, last_seq, 'record_pulled', now(), ${sql.jsonb(data)} from bumped
    `);
    const talked = await counsellor('Hari', '9000000015');
    const rung = await counsellor('Indu', '9000000016');
    expect(await attribute(talked, '9000000015')).toMatchObject({ body: { calls: 1 } });
    expect(await attribute(rung, '9000000016')).toMatchObject({ body: { calls: 1 } });
    const { counsellor: whose, offers } = await seen(callId);
    expect(whose).toMatchObject({ id: talked });
    expect(offers.map((offer: Answer['body']) => [offer.counsellor.id, offer.result])).toEqual(
      expect.arrayContaining([
        [talked, 'answered'],
        [rung, 'missed'],
      ]),
    );
    expect(await attribute(rung, '9000000016')).toMatchObject({ body: { calls: 0 } });
  });

  test('while the phone rings shows the card, and takes it from whoever had it', async () => {
    const number = '9000000017';
    const first = await counsellor('Jaya', number);
    await stage.vendor('ivrCallNotification', {
      call_id: 'ringing-now',
      applicant_no: students.riya,
      agent_no: number,
    });
    const cards = async () =>
      await stage.db.any(sql.unsafe`
        select p.counsellor_id as whose, p.state from popup p join call c on c.id = p.call_id where c.vendor_call_id = 'ringing-now'
      `);
    await eventually(async () => ((await cards()).length === 1 ? true : null));
    await admin.call('PUT', `${people}/${first}`, { agentNumbers: [] });
    const second = await counsellor('Kiran', number);
    await attribute(second, number);
    expect(await cards()).toEqual([{ whose: first, state: 'withdrawn' }]);
    // The call goes on, and its own workflow takes it from here.
    await stage.vendor('ivrCallBackDetails', {
      call_id: 'ringing-now',
      applicant_no: students.riya,
      agent_no: number,
      status: 'answered',
      call_duration: '5',
    });
    expect(await stage.call('ringing-now')).toMatchObject({ counsellor: { id: second }, talkSeconds: 5 });
  });

  test('keeps a missed call that somebody opened from coming back', async () => {
    const { callId } = await call('9000000018', { number: '9822200002' });
    const [entry] = (await admin.call('GET', '/v1/missed-calls?scope=all')).body.items.filter(
      (item: Answer['body']) => item.callId === callId,
    );
    await admin.call('POST', `/v1/missed-calls/${entry.id}/open`);
    const id = await counsellor('Lata', '9000000018');
    expect(await attribute(id, '9000000018')).toMatchObject({ body: { calls: 1 } });
    const open = (await admin.call('GET', '/v1/missed-calls?scope=all')).body.items;
    expect(open.map((item: Answer['body']) => item.callId)).not.toContain(callId);
  });

  test('is done in as many steps as it takes', async () => {
    const number = '9000000019';
    const calls = [await call(number), await call(number), await call(number)];
    const id = (await counsellor('Mira', number)) as CounsellorId;
    const mapping = { vendor: 'tatatel', keys: ['+919000000019'], counsellorId: id };
    const deps = { pool: stage.db, now: Date.now, budgetMs: 0 };
    const done: number[] = [];
    let after = null;
    do {
      const answer = await attributeAgent(deps, { instituteId: 100, from: Date.now() - 3_600_000, after }, mapping);
      done.push(answer.calls);
      after = answer.next;
    } while (after !== null);
    expect(done).toEqual([1, 1, 1, 0]);
    for (const { callId } of calls) expect((await seen(callId)).offers).toHaveLength(1);
  });

  test('has to be mapped, to a counsellor of this institute, and from a date', async () => {
    const id = await counsellor('Nina', '9000000020');
    expect(await attribute(id, '9000000021')).toMatchObject({ status: 400, body: { errors: [{ path: 'number' }] } });
    expect(await attribute(randomUUID(), '9000000020')).toMatchObject({ status: 404 });
    expect(await attribute(id, '9000000020', 'yesterday')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'from' }] },
    });
    expect(
      await admin.call('POST', `${people}/${id}/attribute`, {
        vendor: 'tatatel',
        number: '9000000020',
        from: today(),
        cursor: 'x',
      }),
    ).toMatchObject({ status: 400, body: { errors: [{ path: 'cursor' }] } });
    expect((await ask(`${stage.url}${people}/${id}/attribute`, 'POST', {})).status).toBe(401);
  });
});

describe('a DID mapped late', () => {
  const map = async (campaign: string) =>
    await admin.call('PUT', '/v1/settings/numbers', { dids: [{ number: DID, campaign }] });
  const attributeDid = async (from = yesterday(), number = DID) =>
    await admin.call('POST', '/v1/settings/numbers/attribute', { number, from });

  test('gives its calls their campaign, and the leads they made', async () => {
    const { callId } = await call('9990947416', { number: '9822200003' });
    expect(await seen(callId)).toMatchObject({ campaign: null });
    await map('Fair 2026');
    const { status, body } = await attributeDid();
    expect([status, body.nextCursor]).toEqual([200, null]);
    expect(body.calls).toBeGreaterThanOrEqual(1);
    const { campaign, lead } = await seen(callId);
    expect(campaign).toBe('Fair 2026');
    expect((await admin.call('GET', `/v1/leads/${lead.id}`)).body.campaign).toBe('Fair 2026');
    await map('Fair 2027');
    await attributeDid();
    expect((await seen(callId)).campaign).toBe('Fair 2027');
    // A lead's first campaign never changes.
    expect((await admin.call('GET', `/v1/leads/${lead.id}`)).body.campaign).toBe('Fair 2026');
    expect((await auditOf(stage.db, 100)).at(-1)).toMatchObject({
      action: 'numbers.attribute',
      after: { did: DID, from: yesterday() },
    });
  });

  test('has to be mapped', async () => {
    expect(await attributeDid(today(), '08047100156')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'number' }] },
    });
    expect(await attributeDid(today(), 'reception')).toMatchObject({ status: 400 });
  });
});

test('after all of it every total is still the sum of its calls', async () => {
  const differences = await stage.db.any(sql.unsafe`
    with summed as (
      select day, counsellor_id, direction, sum(success) as success, sum(missed) as missed, sum(talk_seconds) as talk, sum(offers) as offers
      from contribution where institute_id = 100 group by 1, 2, 3
    )
    select * from summed s
    full join (
      select * from counsellor_day
      where institute_id = 100 and (success, missed, talk_seconds, offers) <> (0, 0, 0, 0)
    ) d on d.day = s.day and d.counsellor_id is not distinct from s.counsellor_id and d.direction = s.direction
    where (s.success, s.missed, s.talk, s.offers) is distinct from (d.success, d.missed, d.talk_seconds, d.offers)
  `);
  expect(differences).toEqual([]);
});
