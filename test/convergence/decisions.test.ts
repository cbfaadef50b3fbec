import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { rebuildCall } from '../../calls/rebuild.ts';
import { noRows } from '../../db/columns.ts';
import { openStudent } from '../../db/missed-open.ts';
import type { CallId } from '../../domain/ids.ts';
import { asha, at, bilal, callBack, chitra, pickUp, ring, save, riya } from '../build/facts.ts';
import { kabir } from './cases.ts';
import { DID, embody, openGround, type Case, type Ground } from './ground.ts';
import { standing } from './standing.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(async () => {
  await ground.close();
});

interface Standing {
  readonly calls: readonly Record<string, unknown>[];
  readonly leads: readonly {
    readonly name: string;
    readonly owners: readonly string[] | null;
    readonly [field: string]: unknown;
  }[];
  readonly missed: readonly (readonly unknown[])[] | null;
  readonly timeline: readonly (readonly unknown[])[] | null;
}
const stands = async (it: Case) => (await standing(ground.pool, it.id)) as Standing;
const ownersOf = async (it: Case, name: string) =>
  (await stands(it)).leads.find((lead) => lead.name === name)?.owners ?? [];
const rebuild = async (it: Case, call: CallId, now: number) =>
  await ground.pool.transaction(async (tx) => await rebuildCall(tx, { instituteId: it.id, callId: call, now }));
const changeSettings = async (it: Case, settings: object) =>
  await ground.pool.query(sql.type(noRows)`
    update vendor_account set settings = ${sql.jsonb(embody(settings, it.people))} where institute_id = ${it.id}
  `);
const cardsOf = async (it: Case) =>
  await ground.pool.any(sql.type(z.object({ state: z.string(), reason: z.string().nullable() }))`
    select state, reason from popup where institute_id = ${it.id} order by opened_at, fact_seq
  `);

describe('what was decided stays decided', () => {
  const settled = [ring(bilal, 0), save(bilal, 5), callBack(bilal, 'success', 60, { talk: 50 })];

  test('a setting changed later moves no lead of a call before, nor does a rebuild or a correction then', async () => {
    const it = await ground.institute();
    const leads = { [riya]: await it.lead('Riya', [asha]) };
    const call = await it.call();
    await it.add(call, settled, leads);
    await it.advance(call, at(60));
    expect(await ownersOf(it, 'Riya')).toEqual([bilal]);

    await changeSettings(it, { inbound: { keepOwner: true } });
    await it.finish(call, at(60));
    await rebuild(it, call, at(5000));
    await it.add(call, [callBack(bilal, 'success', 5000, { talk: 51 })]);
    await it.advance(call, at(5000));
    expect(await ownersOf(it, 'Riya')).toEqual([bilal]);
  });

  test('a correction that undoes "talked" gives the lead back', async () => {
    const it = await ground.institute();
    const leads = { [riya]: await it.lead('Riya', [asha]) };
    const call = await it.call();
    await it.add(call, settled, leads);
    await it.advance(call, at(60));
    await it.add(call, [callBack(bilal, 'failure', 90)]);
    await it.advance(call, at(90));
    expect(await ownersOf(it, 'Riya')).toEqual([asha]);
  });

  test('but not when somebody has given it away since', async () => {
    const it = await ground.institute();
    const lead = await it.lead('Riya', [asha]);
    const call = await it.call();
    await it.add(call, settled, { [riya]: lead });
    await it.advance(call, at(60));
    await ground.pool.query(sql.type(noRows)`
      update lead_owner set counsellor_id = ${it.people.get(chitra) ?? null} where institute_id = ${it.id} and lead_id = ${lead}
    `);
    await it.add(call, [callBack(bilal, 'failure', 90)]);
    await it.advance(call, at(90));
    await rebuild(it, call, at(90));
    expect(await ownersOf(it, 'Riya')).toEqual([chitra]);
  });

  test('of a call linked to another lead the edit stays behind: it saved the lead it was made to', async () => {
    const it = await ground.institute();
    const leads = { [riya]: await it.lead('Riya', [asha]), [kabir]: await it.lead('Kabir', [chitra], 86_400) };
    const call = await it.call();
    await it.add(call, settled, leads);
    await it.advance(call, at(60));
    await it.add(call, [{ kind: 'linked', leadId: kabir, byId: chitra, receivedAt: at(70), flags: [] }], leads);
    await it.advance(call, at(70));
    expect(await ownersOf(it, 'Riya')).toEqual([asha]);
    expect(await ownersOf(it, 'Kabir')).toEqual([chitra]);
  });

  test('a lead made when somebody talked stays, though a correction says that nobody did', async () => {
    const it = await ground.institute({ leads: { createOn: 'answer' } });
    const call = await it.call();
    await it.add(call, [callBack(bilal, 'success', 60)]);
    await it.advance(call, at(60));
    await it.add(call, [callBack(bilal, 'failure', 90)]);
    await it.advance(call, at(90));
    expect(await stands(it)).toMatchObject({ calls: [{ outcome: 'missed', lead: 'made' }], leads: [{ owners: null }] });
  });
});

describe('what people did stays done', () => {
  test('a missed call that was opened is open for nobody, also for those whom only a later report names', async () => {
    const it = await ground.institute();
    const call = await it.call();
    await it.add(call, [callBack(asha, 'failure', 10)]);
    await it.advance(call, at(10));
    const student = await ground.pool.oneFirst(
      sql.type(z.object({ student: z.string() }))`select student from missed_entry where institute_id = ${it.id}`,
    );
    await ground.pool.transaction(
      async (tx) => await openStudent(tx, { instituteId: it.id, student, by: it.people.get(chitra) ?? chitra }),
    );
    await it.add(call, [callBack(bilal, 'failure', 20)]);
    await it.advance(call, at(20));
    await rebuild(it, call, at(20));
    // [call, counsellor, rung, student, at, opened, called back]
    expect((await stands(it)).missed?.map((row) => [row[1], row[5]])).toEqual([
      [asha, true],
      [bilal, true],
    ]);
  });

  test('a dismissed card stays dismissed', async () => {
    const it = await ground.institute();
    const call = await it.call();
    await it.add(call, [ring(asha, 0)]);
    await it.advance(call, at(0));
    await ground.pool.query(sql.type(noRows)`update popup set state = 'dismissed' where institute_id = ${it.id}`);
    await it.add(call, [pickUp(asha, 3)]);
    await it.advance(call, at(3));
    await rebuild(it, call, at(3));
    expect(await cardsOf(it)).toEqual([{ state: 'dismissed', reason: null }]);
  });
});

describe('what is learned late', () => {
  test('the DID: the lead this call made gets its campaign, and keeps the first', async () => {
    const it = await ground.institute();
    const call = await it.call();
    await it.add(call, [ring(asha, 0)]);
    await it.advance(call, at(0));
    await ground.pool.query(sql.type(noRows)`update call set did_key = ${DID} where institute_id = ${it.id}`);
    await it.add(call, [callBack(asha, 'success', 60)]);
    await it.advance(call, at(60));
    expect(await stands(it)).toMatchObject({ calls: [{ campaign: 'Website' }], leads: [{ campaign: 'Website' }] });

    await ground.pool.query(sql.type(noRows)`update did set campaign = 'Fair' where institute_id = ${it.id}`);
    await rebuild(it, call, at(60));
    expect(await stands(it)).toMatchObject({ calls: [{ campaign: 'Fair' }], leads: [{ campaign: 'Website' }] });
  });

  test('that the number is blocked: the card goes', async () => {
    const it = await ground.institute();
    const call = await it.call();
    await it.add(call, [ring(asha, 0)]);
    await it.advance(call, at(0));
    await ground.pool.query(sql.type(noRows)`update call set blocked = true where institute_id = ${it.id}`);
    await it.add(call, [ring(bilal, 9)]);
    await it.advance(call, at(9));
    expect(await cardsOf(it)).toEqual([{ state: 'withdrawn', reason: 'call_ended' }]);
  });

  test('that somebody talks, or has talked: they have their card until the wrap-up is over', async () => {
    const it = await ground.institute();
    const [live, over] = [await it.call(), await it.call()];
    await it.add(live, [ring(asha, 0, { reportsAnswer: true }), pickUp(asha, 3)]);
    await it.advance(live, at(4));
    await it.add(over, [ring(bilal, 0), pickUp(bilal, 3), callBack(bilal, 'success', 9)]);
    await it.advance(over, at(10));
    expect(await cardsOf(it)).toEqual([
      { state: 'answered', reason: null },
      { state: 'answered', reason: null },
    ]);
    await it.advance(over, at(10 + 600));
    expect(await cardsOf(it)).toEqual([
      { state: 'answered', reason: null },
      { state: 'closed', reason: null },
    ]);
  });

  test('that it rings again: it is no missed call, on no timeline and in no report until it ends', async () => {
    const it = await ground.institute();
    await it.lead('Riya', [asha]);
    const call = await it.call();
    await it.add(call, [ring(asha, 0), callBack(asha, 'failure', 10)]);
    await it.advance(call, at(10));
    expect(await stands(it)).toMatchObject({
      timeline: [[1, 'Riya', expect.anything()]],
      missed: [expect.anything()],
      leads: [{ calls: 1 }],
    });
    await it.add(call, [ring(bilal, 12)]);
    await it.advance(call, at(12));
    expect(await stands(it)).toMatchObject({
      timeline: null,
      missed: null,
      contributions: null,
      days: null,
      leads: [{ calls: 0, lastCall: null }],
    });
  });
});

test('a rebuild repairs what was damaged', async () => {
  const it = await ground.institute();
  await it.lead('Riya', [asha]);
  const call = await it.call();
  await it.add(call, [ring(asha, 0), callBack(asha, 'failure', 10), ring(bilal, 12), callBack(bilal, 'failure', 30)]);
  await it.finish(call, at(30));
  const stood = await stands(it);
  const where = sql.fragment`where institute_id = ${it.id}`;
  await ground.pool.query(
    sql.type(noRows)`update call set outcome = 'answered', talk_seconds = 9, flags = '{odd}' ${where}`,
  );
  await ground.pool.query(sql.type(noRows)`update offer set result = 'cancelled' ${where}`);
  await ground.pool.query(sql.type(noRows)`update lead set call_count = 7, last_call_outcome = 'answered' ${where}`);
  await ground.pool.query(sql.type(noRows)`delete from timeline ${where}`);
  await ground.pool.query(sql.type(noRows)`update missed_entry set called_back = true, rung = false ${where}`);
  await ground.pool.query(
    sql.type(noRows)`delete from missed_entry ${where} and counsellor_id = ${it.people.get(bilal) ?? null}`,
  );
  expect(await stands(it)).not.toEqual(stood);

  await rebuild(it, call, at(5000));
  expect(await stands(it)).toEqual(stood);
});
