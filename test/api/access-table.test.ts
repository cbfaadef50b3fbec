import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { demo } from '../../dev/demo-data.ts';
import { isPermission } from '../../domain/access/permissions.ts';
import { TABLE, type Needs } from './access-table.ts';
import { callsOf, smallest, type DescribedCall, type OpenApi } from './openapi-samples.ts';
import { ask, eventually, openStage, type Answer, type Stage } from '../spine/stage.ts';

const OPERATOR_KEY = 'operator-key-of-thirty-two-letters';
const USUAL: readonly string[] = Object.keys(demo.grants.counsellor);
const NOWHERE = '0199a000-0000-7000-8000-0000000000ff';

let stage: Stage;
let document: OpenApi;
let calls: readonly DescribedCall[];
/** One for an administrator to end. */
let sessionOfAsha = NOWHERE;
/** Cookies by who it is. */
const actors = new Map<string, string>();
beforeAll(async () => {
  stage = await openStage({ variables: { OPERATOR_KEY } });
  document = (await ask(`${stage.url}/openapi.json`, 'GET')).body;
  calls = callsOf(document);
  const admin = await stage.admin();
  const added = { email: 'plain@demo.test', name: 'Plain', roles: ['nothing-granted'], password: demo.password };
  await admin.call('POST', '/v1/settings/counsellors', added);
  for (const [who, email] of [
    ['plain', added.email],
    ['usual', 'chitra@demo.test'],
    ['admin', demo.admin.email],
  ] as const) {
    actors.set(who, (await stage.signIn(email)).cookie);
  }
  const { body } = await ask(
    `${stage.url}/v1/operator/institutes`,
    'POST',
    {
      name: 'Other University',
      country: 'IN',
      timeZone: 'Asia/Kolkata',
      admin: { name: 'Other', email: 'admin@other.test', password: demo.password },
    },
    { authorization: `Bearer ${OPERATOR_KEY}` },
  );
  expect(body.id).toBe(101);
  actors.set('elsewhere', (await stage.signIn('admin@other.test')).cookie);
});
afterAll(async () => {
  await stage.close();
});

/** A call made as the document says, to what its path names. */
async function made(call: DescribedCall, who: string | null, id = NOWHERE, body?: unknown): Promise<Answer> {
  const path = call.path
    .replace('{id}', id)
    .replace('{vendor}', 'tatatel')
    .replace('{role}', 'counsellor')
    .replace('{institute}', '100')
    .replace('{token}', '0'.repeat(32))
    .replace('{session}', sessionOfAsha);
  const cookie = who === null ? undefined : actors.get(who);
  const cut = new AbortController();
  const sent = body ?? (call.body === null ? undefined : smallest(call.body, document));
  const response = await fetch(`${stage.url}${path}`, {
    method: call.method,
    signal: cut.signal,
    headers: {
      ...(cookie === undefined ? {} : { cookie }),
      ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
  });
  const { status, headers } = response;
  const type = headers.get('content-type') ?? '';
  // A stream has no end to wait for.
  const text = type.includes('event-stream') ? '' : await response.text();
  cut.abort();
  return { status, headers, body: type.includes('json') && text !== '' ? JSON.parse(text) : text };
}

/** Whether an answer keeps somebody out, in one word. */
function verdict({ status, body }: Answer): 'unknown' | 'forbidden' | 'let in' {
  if (
    status === 401 &&
    (body.code === 'not_signed_in' || body.code === 'not_the_operator' || body.message === 'Invalid Secret Key')
  )
    return 'unknown';
  return status === 403 && body.code === 'forbidden' ? 'forbidden' : 'let in';
}

function expected(needs: Needs, who: string | null): ReturnType<typeof verdict> {
  if (needs === 'anybody') return 'let in';
  if (needs === 'vendor' || needs === 'operator' || who === null) return 'unknown';
  if (needs === 'signed in' || who === 'admin') return 'let in';
  return who === 'usual' && USUAL.includes(needs) ? 'let in' : 'forbidden';
}

/** Signing out comes last: the session is needed until then. */
const inOrder = () =>
  calls.toSorted((a, b) => Number(a.name === 'DELETE /v1/session') - Number(b.name === 'DELETE /v1/session'));

describe('who may use what', () => {
  test('is written down for every call of the document', () => {
    expect(calls.map(({ name }) => name).toSorted()).toEqual(Object.keys(TABLE).toSorted());
  });

  test('stands in the document as in the table', () => {
    for (const { name, description, security } of calls) {
      const needs = TABLE[name] ?? 'anybody';
      if (isPermission(needs)) expect([name, description]).toEqual([name, `Needs the permission \`${needs}\`.`]);
      if (needs === 'anybody') expect([name, security]).toEqual([name, []]);
      if (needs === 'operator') expect([name, security]).toEqual([name, [{ operator: [] }]]);
    }
  });
});

/** Things of the demo institute by the path that leads to them. */
async function things(): Promise<Readonly<Record<string, string>>> {
  const admin = await stage.admin();
  const found = { applicant_no: '9812345670', agent_no: '9990947416', call_id: 'table-1' };
  await stage.vendor('ivrCallNotification', found);
  const popup = await eventually(
    async () => await idOf(sql.fragment`select id from popup where institute_id = 100 limit 1`),
  );
  await stage.vendor('ivrCallBackDetails', { ...found, status: 'missed' });
  const call = (await stage.call('table-1')).id;
  const entry = await eventually(
    async () => await idOf(sql.fragment`select id from missed_entry where institute_id = 100 limit 1`),
  );
  const team = (await admin.call('POST', '/v1/settings/teams', { name: 'North' })).body.id;
  const form = (await admin.call('POST', '/v1/settings/forms', { name: 'B.Tech' })).body.id;
  const lead = (await admin.call('GET', '/v1/leads?search=Riya')).body.items[0].id;
  const request = await idOf(
    sql.fragment`select id from vendor_request where institute_id = 100 order by id desc limit 1`,
  );
  const { id: asha } = await stage.signIn('asha@demo.test');
  sessionOfAsha = (await admin.call('GET', `/v1/settings/counsellors/${asha}/sessions`)).body.items[0].id;
  const elsewhereToo = await stage.signIn(demo.admin.email);
  const session = (await elsewhereToo.call('GET', '/v1/sessions')).body.items[0].id;
  const key = (await admin.call('POST', '/v1/settings/api-keys', { name: 'Table' })).body.id;
  const application = (await admin.call('POST', '/v1/applications', { leadId: lead, formId: form })).body.id;
  const hook = (
    await admin.call('POST', '/v1/settings/webhooks', { url: 'http://127.0.0.1:9/nobody', events: ['lead.created'] })
  ).body.id;
  await admin.call('POST', '/v1/leads', { name: 'Told of', phones: [{ number: '9812345699' }] });
  const delivery = (await admin.call('GET', '/v1/settings/webhook-deliveries')).body.items[0].id;
  const check = (await admin.call('POST', '/v1/go-live', { mode: 'rehearsal', vendor: 'tatatel' })).body.id;
  return {
    '/v1/settings/webhooks/': hook,
    '/v1/settings/webhook-deliveries/': delivery,
    '/v1/go-live/': check,
    '/v1/popups/': popup,
    '/v1/calls/': call,
    '/v1/missed-calls/': entry,
    '/v1/leads/': lead,
    '/v1/telephony-logs/': request ?? '',
    '/v1/settings/teams/': team,
    '/v1/settings/forms/': form,
    '/v1/settings/counsellors/': asha,
    '/v1/team/counsellors/': asha,
    '/v1/sessions/': session,
    '/v1/settings/api-keys/': key,
    '/v1/applications/': application,
  };
}

async function idOf(query: ReturnType<typeof sql.fragment>): Promise<string | null> {
  return await stage.db.maybeOneFirst(sql.type(z.object({ id: z.string() }))`${query}`);
}

describe('somebody of another institute', () => {
  let ids: Readonly<Record<string, string>>;
  /** What a call needs in its body where the smallest that fits names something there is not. */
  let bodies: Readonly<Record<string, unknown>>;
  beforeAll(async () => {
    ids = await things();
    const neha = (await (await stage.admin()).call('GET', '/v1/leads?search=Neha')).body.items[0].id;
    bodies = {
      'POST /v1/settings/counsellors/{id}/attribute': { vendor: 'tatatel', number: '9990947416', from: '2026-01-01' },
      'POST /v1/leads/{id}/merge': { into: neha },
      'POST /v1/calls/{id}/link': { leadId: neha },
    };
  });
  const idFor = ({ path }: DescribedCall): string => {
    const [, id] = Object.entries(ids).find(([prefix]) => path.startsWith(prefix)) ?? [];
    if (id === undefined) throw new Error(`The test knows nothing behind ${path}: add it to things()`);
    return id;
  };

  test('finds nothing behind any id that is not theirs, though they may do everything at home', async () => {
    for (const call of calls.filter(({ path }) => path.includes('{id}'))) {
      const { status, body } = await made(call, 'elsewhere', idFor(call), bodies[call.name]);
      expect([call.name, status, body.code]).toEqual([call.name, 404, 'not_found']);
    }
  });

  test('which is there for those whose it is', async () => {
    // What is to be there is taken away last, and a part before the whole.
    const deletions = ({ method, path }: DescribedCall) =>
      method === 'DELETE' || path.endsWith('/erase') ? 1000 - path.length : 0;
    for (const call of calls
      .filter(({ path }) => path.includes('{id}'))
      .toSorted((a, b) => deletions(a) - deletions(b))) {
      if (call.path.startsWith('/v1/popups/')) continue; // Asha's own alone
      if (call.path.endsWith('/recording')) continue; // of a call that nobody answered
      const { status } = await made(call, 'admin', idFor(call), bodies[call.name]);
      expect([call.name, status]).not.toEqual([call.name, 404]);
    }
  });

  test('reads in no list, page or document a word of it', async () => {
    const words = [
      ...Object.values(ids),
      'Riya Sharma',
      'Kabir Verma',
      'Asha Rao',
      'asha@demo.test',
      'Demo University',
      '9812345670',
      '8047100100',
      'B.Tech',
    ];
    const reads = calls.filter(
      ({ name, path }) => name.startsWith('GET /v1/') && !/\{id\}|\{institute\}/.test(path) && path !== '/v1/stream',
    );
    expect(reads.length).toBeGreaterThan(10);
    for (const call of reads) {
      const { status, body } = await made(call, 'elsewhere');
      expect([call.name, status]).toEqual([call.name, 200]);
      const text = JSON.stringify(body);
      for (const word of words) expect([call.name, word, text.includes(word)]).toEqual([call.name, word, false]);
    }
  });
});

test('a change that another site’s page asks a browser for is refused by every call of ours', async () => {
  const cookie = actors.get('admin') ?? '';
  const changes = calls.filter(({ path, method }) => method !== 'GET' && path.startsWith('/v1/'));
  expect(changes.length).toBeGreaterThan(30);
  for (const { name, method, path } of changes) {
    for (const origin of ['https://evil.test', 'null', stage.url.replace('http:', 'https:')]) {
      const { status, body } = await ask(`${stage.url}${path}`, method, undefined, { cookie, origin });
      expect([name, origin, status, body.code]).toEqual([name, origin, 403, 'cross_site']);
    }
  }
});

describe('each call lets in whom the table says, and nobody else:', () => {
  test.each([[null], ['plain'], ['usual'], ['admin']])('%s', async (who) => {
    const answers: Record<string, string> = {};
    const wanted: Record<string, string> = {};
    for (const call of inOrder()) {
      answers[call.name] = verdict(await made(call, who));
      wanted[call.name] = expected(TABLE[call.name] ?? 'anybody', who);
    }
    expect(answers).toEqual(wanted);
  });
});
