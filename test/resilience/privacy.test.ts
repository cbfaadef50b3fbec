import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, Connection, type WorkflowClient } from '@temporalio/client';
import { sql } from 'slonik';
import { z } from 'zod';
import { demo } from '../../dev/demo-data.ts';
import { listen, type Listening } from '../../simulator/listen.ts';
import { ask, eventually } from '../spine/stage.ts';
import { untilDelivered } from './ledger.ts';
import { openPlant, type Plant } from './plant.ts';
import { readable } from './readable.ts';
import { ASHA, BILAL, CHITRA, sendUntilAnswered, type Request } from './vendor.ts';

const STUDENT = '9811122233';
const SPELLINGS = [STUDENT, `+91 98111-22233`, `0${STUDENT}`, `91${STUDENT}`];
const NAMES = ['Zenobia', 'Quillfeather', 'Ferdinand'];
const EMAIL = 'zenobia@quill.test';
const RECORDING = 'https://recordings.quill.test/zenobia.mp3?signature=5ecre7';
const PASSWORD = 'exchange-pa55word';
const KEY = 'portal-key-7f3a';

/** What must stand nowhere, whatever separates its digits. */
const numbers = [STUDENT, ASHA, BILAL, CHITRA, demo.did.number].map(
  (number) => new RegExp(number.split('').join(String.raw`[\s().+-]*`)),
);
const people = [...NAMES, ...demo.counsellors.flatMap(({ name }) => name.split(' '))];
const emails = [EMAIL, demo.admin.email, ...demo.counsellors.map(({ email }) => email)];
const secrets = [demo.secretKey, demo.password, PASSWORD, KEY, 'recordings.quill.test', '5ecre7'];

const executionRow = z.object({ id: z.string() });

let plant: Plant;
let vendor: Listening;
let cookie: string;
let connection: Connection;
let workflow: WorkflowClient;

const api = async (method: string, path: string, body?: unknown) =>
  await ask(`${plant.apiUrl}${path}`, method, body, { cookie });
const told = async (name: Request['name'], id: string, fields: Request['fields']) =>
  await sendUntilAnswered(plant.apiUrl, {
    name,
    fields: { call_id: id, applicant_no: STUDENT, did_no: demo.did.number, ...fields },
  });

/** From now on, whatever writes to the table fails with words and details about the student. */
async function breakTable(
  table: 'offer' | 'fact' | 'note',
  when: 'true' | "new.kind = 'record_pulled'",
): Promise<() => Promise<void>> {
  const name = sql.identifier([`break_${table}`]);
  const on = sql.identifier([table]);
  const condition = when === 'true' ? sql.fragment`true` : sql.fragment`new.kind = 'record_pulled'`;
  await plant.db.query(sql.unsafe`create sequence if not exists turns`);
  await plant.db.query(sql.unsafe`
    create function ${name}() returns trigger language plpgsql as $$ begin
      if nextval('turns') % 2 = 1 then
        raise exception 'no room for Zenobia Quillfeather, +919811122233' using errcode = 'P0001';
      end if;
      raise exception 'duplicate key value violates unique constraint "lead_phone"' using errcode = '23505',
        detail = 'Key (number_key, email)=(+919811122233, zenobia@quill.test) already exists.';
    end $$
  `);
  await plant.db.query(sql.unsafe`
    create trigger ${name} before insert on ${on} for each row when (${condition}) execute function ${name}()
  `);
  return async () => void (await plant.db.query(sql.unsafe`drop function ${name} cascade`));
}

beforeAll(async () => {
  plant = await openPlant({ variables: { STATEMENT_MS: '1000' } });
  // A vendor whose every answer is about people: it refuses the log-in key, and fails with a page about them.
  vendor = await listen(0, async (_request, response) => {
    response
      .writeHead(500, { 'content-type': 'application/json' })
      .end(JSON.stringify({ message: `Zenobia Quillfeather +91${STUDENT} is unknown`, token: KEY }));
  });
  await Promise.all([plant.start('worker'), plant.start('api')]);
  const { headers } = await ask(`${plant.apiUrl}/v1/session`, 'POST', {
    email: demo.admin.email,
    password: demo.password,
  });
  cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
  connection = await Connection.connect({ address: plant.temporalAddress });
  ({ workflow } = new Client({ connection, namespace: plant.namespace }));

  await api('PUT', `/v1/settings/telephony/${demo.vendor}`, {
    authenticationKey: KEY,
    vendorSettings: { apiUrl: vendor.url, email: EMAIL, password: PASSWORD },
    times: { callBackSeconds: 1, ringSeconds: 5 },
  });
  await api('POST', '/v1/leads', { name: 'Zenobia Quillfeather', email: EMAIL, phones: [{ number: STUDENT }] });
});
afterAll(async () => {
  await connection.close();
  await plant.close();
  await vendor.stop();
});

describe('after calls of every kind, and errors that speak of people,', () => {
  let exported = '';
  let logged = '';

  beforeAll(async () => {
    const callIdOf = async (vendorCallId: string) =>
      await plant.db.oneFirst(sql.type(executionRow)`select id from call where vendor_call_id = ${vendorCallId}`);
    // What is under way shows the last failure: it is looked at as well.
    const underWay = async (callId: string): Promise<string> => {
      const handle = workflow.getHandle(`call-${callId}`);
      const failing = await eventually(async () => {
        // A moment after the answer the workflow may not be there yet.
        const raw = await handle.describe().then(
          (described) => described.raw,
          () => null,
        );
        return raw?.pendingActivities?.some(({ lastFailure }) => lastFailure) === true ? raw : null;
      });
      return readable(failing);
    };

    const untilApplied = async (vendorCallId: string): Promise<void> => {
      await eventually(async () => {
        const behind = await plant.db.exists(sql.type(executionRow)`
          select id from call where vendor_call_id = ${vendorCallId} and delivered_seq < last_seq
        `);
        return behind ? null : true;
      });
    };

    // An ordinary call, in every spelling, with a recording and a note.
    for (const applicant of SPELLINGS) await told('getCounsellor', 'plain', { applicant_no: applicant });
    await told('ivrCallNotification', 'plain', { agent_no: ASHA });
    await told('ivrCallNotification', 'plain', { agent_no: BILAL });
    await told('ivrCallBackDetails', 'plain', {
      agent_no: BILAL,
      status: '1',
      call_duration: '30',
      resource_url: RECORDING,
    });
    await told('ivrCallNotification', '', { agent_no: `+91-${CHITRA}`, call_id: '' });
    const { body } = await api('GET', '/v1/calls?search=plain');
    const leadId = String(body.items[0].lead.id);

    // The vendor cannot be asked, and what it answered cannot be written down.
    const mendFacts = await breakTable('fact', "new.kind = 'record_pulled'");
    await told('ivrCallNotification', 'unwritable', { agent_no: ASHA });
    exported += await underWay(await callIdOf('unwritable'));

    // A call that cannot be applied, by nobody.
    const mendOffers = await breakTable('offer', 'true');
    await told('ivrCallNotification', 'unappliable', { agent_no: ASHA });
    exported += await underWay(await callIdOf('unappliable'));
    await mendOffers();

    // A call that somebody holds for longer than a statement may take.
    await told('ivrCallNotification', 'held', { agent_no: BILAL });
    await untilApplied('held');
    const held = await callIdOf('held');
    await plant.db.transaction(async (tx) => {
      await tx.query(sql.type(executionRow)`select id from call where id = ${held} for update`);
      await workflow.getHandle(`call-${held}`).signal('wake');
      exported += await underWay(held);
    });

    // Requests of the API that fail, and some that nobody should have sent.
    const mendNotes = await breakTable('note', 'true');
    const note = await api('POST', `/v1/leads/${leadId}/notes`, {
      text: 'Her brother Ferdinand called',
      callId: body.items[0].id,
    });
    expect(note.status).toBeGreaterThanOrEqual(400);
    await mendNotes();
    expect((await api('POST', '/v1/leads', `{"name": Zenobia Quillfeather, "email": "${EMAIL}"`)).status).toBe(400);
    expect(
      (await ask(`${plant.apiUrl}/ivrCallBackDetails/100/tatatel?secret_key=${KEY}&applicant_no=${STUDENT}`, 'GET'))
        .status,
    ).toBe(401);
    expect(
      (
        await ask(`${plant.apiUrl}/webhooks/v1/${plant.token}/ivrCallNotification`, 'POST', {
          applicant_no: STUDENT,
          agent_no: ASHA,
          call_id: 'by-token',
        })
      ).status,
    ).toBe(200);
    await ask(`${plant.apiUrl}/v1/leads?search=Zenobia`, 'GET');

    // The question that failed for good is put off, not forgotten.
    const unwritable = workflow.getHandle(`call-${await callIdOf('unwritable')}`);
    await eventually(async () => {
      const { events = [] } = await unwritable.fetchHistory();
      const failed = events?.findIndex(({ activityTaskFailedEventAttributes: failure }) => failure) ?? -1;
      return failed >= 0 && events?.slice(failed).some(({ timerStartedEventAttributes: timer }) => timer) ? true : null;
    });
    await mendFacts();
    await told('ivrCallBackDetails', 'unwritable', { agent_no: ASHA, status: 'missed' });
    await told('ivrCallBackDetails', 'unappliable', { agent_no: ASHA, status: 'missed' });
    await untilDelivered(plant.db);

    const calls = await plant.db.any(sql.type(executionRow)`select id from call`);
    const executions = await eventually(async () => {
      const found = [];
      for await (const execution of workflow.list()) found.push(execution);
      return found.length >= calls.length ? found : null;
    });
    for (const { workflowId, runId } of executions) {
      const handle = workflow.getHandle(workflowId, runId);
      exported += readable(await handle.fetchHistory());
      exported += readable((await handle.describe()).raw);
    }
    logged = plant.written('api') + plant.written('worker');
  });

  test('the failures did happen, and stand in histories and logs in fixed words', () => {
    expect(exported).toContain('The activity failed; the worker log has the details');
    // Payloads were read as well.
    expect(exported).toContain('{"institute":100,');
    expect(exported).toContain('The database could not be reached or was too slow');
    expect(logged).toContain('the database refused a value');
    expect(logged).toContain('"msg":"activity failed"');
  });

  test.each(['histories', 'logs'] as const)(
    'the %s hold no number in any spelling, no name and no address of a person',
    (where) => {
      const text = { histories: exported, logs: logged }[where];
      expect([...numbers, ...people, ...emails].flatMap((words) => around(text, words))).toEqual([]);
    },
  );

  test.each(['histories', 'logs'] as const)('the %s hold no secret, no token and no URL', (where) => {
    const text = { histories: exported, logs: logged }[where];
    const session = cookie.split('=')[1] ?? cookie;
    expect([...secrets, plant.token, session, vendor.url].flatMap((words) => around(text, words))).toEqual([]);
  });
});

/** The place where the words stand, for whoever must find out how they came there. */
function around(text: string, words: string | RegExp): readonly string[] {
  const at = typeof words === 'string' ? text.toLowerCase().indexOf(words.toLowerCase()) : text.search(words);
  return at < 0 ? [] : [`${String(words)}: …${text.slice(Math.max(0, at - 100), at + 60)}…`];
}
