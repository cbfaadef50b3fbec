import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { sql } from 'slonik';
import { z } from 'zod';
import { startSweep } from '../../calls/daily-sweep-workflows.ts';
import { dueSweeps } from '../../db/vendor-sweeps.ts';
import { readable } from '../resilience/readable.ts';
import { eventually, openStage, type Answer, type Stage } from '../spine/stage.ts';
import { ASHA, BILAL } from '../spine/vendor-call.ts';
import { nativeLine, SAME_NUMBERS, somebody, type NativeLine } from './native-line.ts';
import { json, startStub, type Stub } from './stub.ts';

let stage: Stage;
let vendor: Stub;
let myoperator: NativeLine;
let connection: Connection;
let client: Client;
beforeAll(async () => {
  [stage, vendor] = await Promise.all([openStage(), startStub()]);
  myoperator = await nativeLine(stage, 'myoperator');
  await myoperator.agents(SAME_NUMBERS);
  await myoperator.configure({
    vendorSettings: { apiUrl: vendor.url, logsUrl: vendor.url, companyId: 'company', secretToken: 'secret' },
  });
  connection = await Connection.connect({ address: stage.temporalAddress });
  client = new Client({ connection, namespace: stage.namespace });
});
afterAll(async () => {
  await connection.close();
  await stage.close();
  await vendor.stop();
});

/** Yesterday in Kolkata, and an hour of its morning. */
const day = new Date(Date.now() + 19_800_000 - 86_400_000).toISOString().slice(0, 10);
const morning = Date.parse(`${day}T10:00:00+05:30`) / 1000;

const source = (uid: string, student: string, more: object = {}) => ({
  _source: {
    caller_number: `+91${student}`,
    start_time: morning,
    end_time: morning + 60,
    event: 1,
    status: 1,
    filename: `${uid}.mp3`,
    log_details: [
      {
        _ds: 'ANSWER',
        _did: '+918047100100',
        action: 'received',
        duration: '00:00:40',
        received_by: [{ name: 'Bilal', email: 'bilal@demo.test' }],
      },
    ],
    additional_parameters: [{ ky: 'ui', vl: uid }],
    ...more,
  },
});
const byDid = (did: string) => ({
  log_details: [
    { _ds: 'NOANSWER', _did: did, action: 'missed', received_by: [{ name: 'Nobody', contact_number: '9000000099' }] },
  ],
});

const compared = async (of: string): Promise<Answer['body']> =>
  await eventually(async () => {
    const { body } = await (await stage.admin()).call('GET', '/v1/settings/health');
    const found = body.dailyComparisons.find(
      (one: { day: string; finishedAt: string | null }) => one.day === of && one.finishedAt !== null,
    );
    return found ?? null;
  });
const problemRow = z.object({ problem: z.string().nullable() });
const problemOf = (of: string) => sql.type(problemRow)`select problem from vendor_sweep where day = ${of}::date`;
const callsOf = async (uid: string): Promise<Answer['body'][]> =>
  (await (await stage.admin()).call('GET', `/v1/calls?search=${uid}`)).body.items;

test('a day is compared with the vendor’s list: what was missing is made, what was unfinished is finished, nothing is doubled', async () => {
  const known = { uid: 'n2.1.1', student: somebody() };
  const ringing = { uid: 'n2.1.2', student: somebody() };
  for (const { uid, student } of [known, ringing])
    await myoperator.post('in-call', {
      uid,
      clid: student,
      event: '1',
      call_state: '2',
      users: [`91${ASHA}`],
      created: 'x',
    });
  await myoperator.post('after-call', {
    _cr: known.student,
    _ev: 1,
    _su: 1,
    _st: morning,
    _et: morning + 30,
    _fn: 'k.mp3',
    _pm: [{ ky: 'ui', vl: known.uid }],
    _ld: [{ _rr: [{ _nr: `+91${ASHA}` }], _ac: 'received', _dr: '00:00:25' }],
  });
  await stage.call(known.uid);
  const missing = somebody();
  const hits = [
    source(known.uid, known.student),
    source(ringing.uid, ringing.student),
    source('n2.1.3', missing),
    source('n2.1.4', somebody(), { status: 2, ...byDid('+918011111111') }),
    source('n2.1.5', somebody(), { status: 2, ...byDid('+918047100100') }),
    ...Array.from({ length: 100 }, (_, index) =>
      source(`n2.2.${index}`, somebody(), { status: 2, ...byDid('+918011111111') }),
    ),
  ];
  vendor.answer = ({ fields }, response) => {
    const from = Number(fields['log_from']);
    json(response, 200, {
      status: 'success',
      code: '200',
      data: { total: hits.length, hits: hits.slice(from, from + 100) },
    });
  };
  await startSweep(client, { instituteId: 100, vendor: 'myoperator', day }, 5000);
  expect(await compared(day)).toMatchObject({
    vendor: 'myoperator',
    listed: 105,
    missing: 2,
    completed: 1,
    problem: null,
  });

  // By e-mail address: the log names nobody's number.
  expect(await stage.call('n2.1.3')).toMatchObject({
    outcome: 'answered',
    talkSeconds: 40,
    source: 'reconciled',
    counsellor: { name: 'Bilal Khan' },
    number: `+91${missing}`,
    campaign: 'Website',
    startedAt: new Date(morning * 1000).toISOString(),
    flags: expect.arrayContaining(['call_back_missing']),
  });
  expect(await stage.call('n2.1.5')).toMatchObject({ outcome: 'missed', source: 'reconciled' });
  expect(await stage.call(ringing.uid)).toMatchObject({ outcome: 'answered', source: 'reconciled', talkSeconds: 40 });
  expect(await stage.call(known.uid)).toMatchObject({
    outcome: 'answered',
    source: 'events',
    talkSeconds: 25,
    counsellor: { name: 'Asha Rao' },
  });
  for (const uid of [known.uid, ringing.uid, 'n2.1.3']) expect(await callsOf(uid)).toHaveLength(1);
  expect(await callsOf('n2.1.4')).toEqual([]);

  const asked = vendor.asked
    .filter(({ path }) => path === '/search')
    .map(({ fields }) => [Number(fields['from']), Number(fields['to'])]);
  expect(asked[0]).toEqual([morning - 10 * 3600, morning + 14 * 3600]);
  const told = readable(await client.workflow.getHandle(`sweep-100-myoperator-${day}`).fetchHistory());
  expect(told).toContain(day);
  for (const secret of [missing, known.uid, 'secret', BILAL]) expect(told).not.toContain(secret);
});

test('a vendor that can not be asked is asked again, and the health page says why', async () => {
  vendor.answer = (_, response) => response.writeHead(503).end();
  const before = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
  await startSweep(client, { instituteId: 100, vendor: 'myoperator', day: before }, 5000);
  const rows = await eventually(async () => {
    const due = await stage.db.any(problemOf(before));
    return due[0]?.problem === 'vendor_error' ? due : null;
  });
  expect(rows).toHaveLength(1);
});

describe('a comparison is due', () => {
  const vendors = ['myoperator', 'tatatel'];
  const at = (time: string): number => Date.parse(`2030-05-02T${time}:00+05:30`);

  test('for each enabled account, from three in the morning where the institute is, for the day before', async () => {
    expect(await dueSweeps(stage.db, { vendors, hours: 3, now: at('02:59') })).toEqual([]);
    const due = await dueSweeps(stage.db, { vendors, hours: 3, now: at('03:00') });
    expect(due.map(({ vendor: of, day: dueDay }) => [of, dueDay])).toEqual([
      ['myoperator', '2030-05-01'],
      ['tatatel', '2030-05-01'],
    ]);
  });

  test('once', async () => {
    const today = Date.parse(`${day}T20:00:00+05:30`) + 86_400_000;
    expect((await dueSweeps(stage.db, { vendors, hours: 3, now: today })).map(({ vendor: of }) => of)).toEqual([
      'tatatel',
    ]);
  });
});
