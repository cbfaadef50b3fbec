import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { counsellorId } from '../../db/columns.ts';
import { demo } from '../../dev/demo-data.ts';
import { signIn } from '../build/counsellor.ts';
import { callsOf, valuesOf, type DescribedCall, type SampleContext } from './openapi-samples.ts';
import { ask, openStage, type Stage } from '../spine/stage.ts';

const OPERATOR_KEY = 'operator-key-of-thirty-two-letters';
/** Always the same values: what fails once fails again. Another seed finds other things: FUZZ_SEED=7 FUZZ_RUNS=500. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_260_301);
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 20);

let stage: Stage;
let calls: readonly DescribedCall[];
/** Ids by the path that leads to them. */
const idsBehind: Record<string, readonly string[]> = {};
/** The document, and ids there are: in their right place they find something. */
let context: SampleContext;
beforeAll(async () => {
  // Nothing is reached from here: fuzzed settings name any address as a vendor's.
  stage = await openStage({ worker: false, variables: { OPERATOR_KEY, OUTBOUND_ALLOW: '' } });
  const document = (await ask(`${stage.url}/openapi.json`, 'GET')).body;
  calls = callsOf(document);
  const { call } = await stage.admin();
  await stage.vendor('ivrCallNotification', { applicant_no: '9812345670', agent_no: '9990947416', call_id: 'fuzz-1' });
  for (const path of ['/v1/settings/teams', '/v1/settings/forms']) await call('POST', path, { name: 'Fuzz' });
  for (const path of [
    '/v1/leads',
    '/v1/calls',
    '/v1/telephony-logs',
    '/v1/settings/counsellors',
    '/v1/settings/teams',
    '/v1/settings/forms',
  ]) {
    idsBehind[path] = (await call('GET', path)).body.items.map(({ id }: { id: string }) => id);
  }
  context = { document, ids: Object.values(idsBehind).flat() };
});
afterAll(async () => {
  await stage.close();
});

/** Calls nothing is to be found out from: a stream that never ends, and the vendor asked for real. */
const LEFT_OUT = new Set(['GET /v1/stream', 'POST /v1/settings/telephony/{vendor}/test']);

const segment = (name: string, path: string): fc.Arbitrary<string> => {
  const own = Object.entries(idsBehind).find(([prefix]) => path.startsWith(prefix))?.[1] ?? context.ids;
  const usual: Readonly<Record<string, readonly string[]>> = {
    id: own,
    vendor: ['tatatel', 'exotel'],
    role: ['counsellor', 'fuzz'],
    institute: ['100', '100', '100', '000'],
    token: [stage.token],
  };
  return fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...(usual[name] ?? ['x'])) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '0199a000-0000-7000-8000-00000000ffff',
        '%00',
        '%F0%9F%A6%89',
        '..%2F..',
        '-1',
        '999999999999',
        'constructor',
        'NULL',
      ),
    },
  );
};

const pathOf = (path: string): fc.Arbitrary<string> =>
  fc
    .tuple(...path.split(/\{(\w+)\}/).map((part, index) => (index % 2 === 0 ? fc.constant(part) : segment(part, path))))
    .map((parts) => parts.join(''));

/** A vendor's request carries the secret, so that it comes further than the door. */
const isVendors = ({ path }: DescribedCall): boolean => /^\/(getC|ivrC)/.test(path);

const textOf = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed();

/** Most filters are left out: with all of them one that is odd would end every request at the door. */
const queryOf = (call: DescribedCall): fc.Arbitrary<string> =>
  fc
    .tuple(
      ...call.query.map(({ name, schema = {} }) => {
        const value = fc.tuple(fc.constant(name), valuesOf(schema, context, name));
        const isNeeded = isVendors(call) || call.path.startsWith('/webhooks/');
        return fc.oneof({ weight: isNeeded ? 0 : 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });
      }),
    )
    .map((pairs) => {
      const query = pairs
        .filter((pair) => pair !== null)
        .map(([name, value]) => `${name}=${encodeURIComponent(textOf(value))}`);
      return [...query, ...(isVendors(call) && call.method === 'GET' ? [`secret_key=${demo.secretKey}`] : [])].join(
        '&',
      );
    });

const bodyOf = (call: DescribedCall): fc.Arbitrary<unknown> => {
  if (call.body === null) return fc.constant(undefined);
  const body = valuesOf(call.body, context);
  const isObject = (value: unknown): value is object =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  // An id that is another than the path's would end the request there.
  if (call.path.endsWith('{id}'))
    return body.map((value) => (isObject(value) && 'id' in value ? { ...value, id: undefined } : value));
  return isVendors(call)
    ? body.map((value) => (isObject(value) ? { ...value, secret_key: demo.secretKey } : value))
    : body;
};

async function send(call: DescribedCall, target: string, body: unknown, cookie: string): Promise<number> {
  const response = await fetch(`${stage.url}${target}`, {
    method: call.method,
    headers: {
      ...(call.path.startsWith('/v1/operator/') ? { authorization: `Bearer ${OPERATOR_KEY}` } : { cookie }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  await response.arrayBuffer();
  return response.status;
}

describe('whatever is sent to a call of the document', () => {
  test('is never answered with an error of ours', async () => {
    const failures: string[] = [];
    const admin = await stage.admin();
    let { cookie } = admin;
    const asked = calls
      .filter(({ name }) => !LEFT_OUT.has(name))
      .filter(({ body, query, path }) => body !== null || query.length > 0 || path.includes('{'));
    for (const call of asked) {
      const samples = fc.sample(fc.tuple(pathOf(call.path), queryOf(call), bodyOf(call)), {
        numRuns: RUNS,
        seed: SEED,
      });
      for (const [path, query, body] of samples) {
        const target = query === '' ? path : `${path}?${query}`;
        let status = await send(call, target, body, cookie);
        // A vendor is told to send again when the machine is slow, not when the request is odd.
        if (status === 503) status = await send(call, target, body, cookie);
        if (status >= 500)
          failures.push(`${status} ${call.method} ${target} ${JSON.stringify(body)?.slice(0, 500) ?? ''}`);
        // A session of the admin's may have been ended; and a guess at the password too many locks the door.
        if (status === 401)
          cookie = await signIn(stage.db, {
            id: counsellorId.parse(admin.id),
            instituteId: demo.institute.id,
            name: admin.name,
          });
      }
    }
    const errors = stage.logged.filter((line) => line.includes('"level":"error"'));
    expect({ failures, errors }).toEqual({ failures: [], errors: [] });
  });
});
