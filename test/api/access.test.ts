import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { endpoint } from '../../api/endpoint.ts';
import { noRows } from '../../db/columns.ts';
import { isPermission } from '../../domain/access/permissions.ts';
import { cookieOf, emailOf, openFrame, password, type Call, type Frame } from './frame.ts';

const broken = [
  endpoint(
    {
      method: 'get',
      path: '/v1/broken/{how}',
      summary: 'Breaks.',
      access: 'public',
      params: z.object({ how: z.string() }),
      responses: { 200: z.object({ a: z.string() }) },
    },
    async ({ params: { how } }) => {
      if (how === 'throws') throw new Error('the secret +91 98123 45670 of asha@frame.test');
      if (how === 'slow') {
        await frame.db.transaction(async (tx) => {
          await tx.query(sql.type(noRows)`set local statement_timeout = 50`);
          await tx.query(sql.type(noRows)`select pg_sleep(5)::text`);
        });
      }
      if (how === 'nul') await frame.db.query(sql.type(noRows)`select ${'a\u0000b'}::text`);
      return how === 'undocumented' ? { status: 201, body: { a: 'a' } } : { status: 200, body: { a: 1 } };
    },
  ),
];

let frame: Frame;
let call: Call;
let behindProxy: Frame;
beforeAll(async () => {
  frame = await openFrame({ extra: broken });
  behindProxy = await openFrame({ trustProxy: true });
  call = await frame.signedIn('Asha');
});
afterAll(async () => {
  await frame.close();
  await behindProxy.close();
});

const isProblem = (answer: Awaited<ReturnType<Call>>, status: number, code: string) => {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer).toMatchObject({
    status,
    body: { type: 'about:blank', title: expect.any(String), status, code, detail: expect.any(String) },
  });
};

describe('a change another site’s page asks for', () => {
  const sent = async (origin: string, method = 'PUT') =>
    call(method, '/v1/me', method === 'GET' ? undefined : { sound: true }, { origin });

  test('is refused, whether the other one is another host, port or scheme, or hides itself', async () => {
    const port = Number(new URL(frame.url).port);
    for (const origin of [
      'https://evil.test',
      'null',
      `https://127.0.0.1:${port}`,
      `http://127.0.0.1:${port + 1}`,
      `http://127.0.0.1:${port}.evil.test`,
    ]) {
      isProblem(await sent(origin), 403, 'cross_site');
    }
    const signIn = { email: emailOf('Asha'), password };
    isProblem(await frame.call('POST', '/v1/session', signIn, { origin: 'https://evil.test' }), 403, 'cross_site');
  });

  test('is taken from our own page, and from a program, which names no origin', async () => {
    expect((await sent(frame.url)).status).toBe(200);
    expect((await call('PUT', '/v1/me', { sound: true })).status).toBe(200);
  });

  test('is no matter for reading', async () => {
    expect((await sent('https://evil.test', 'GET')).status).toBe(200);
  });

  test('is judged by the scheme the browser used, and the cookie Secure, behind a proxy that ends TLS', async () => {
    await behindProxy.addUser('Bilal');
    const credentials = { email: emailOf('Bilal'), password };
    const origin = behindProxy.url.replace('http:', 'https:');
    const tls = { 'x-forwarded-proto': 'https' };
    const answer = await behindProxy.call('POST', '/v1/session', credentials, { ...tls, origin });
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()[0]).toMatch(/; secure/i);
    isProblem(
      await behindProxy.call('POST', '/v1/session', credentials, { ...tls, origin: behindProxy.url }),
      403,
      'cross_site',
    );
    // Nobody is believed who isn't trusted.
    isProblem(
      await frame.call(
        'POST',
        '/v1/session',
        { email: emailOf('Asha'), password },
        { ...tls, origin: frame.url.replace('http:', 'https:') },
      ),
      403,
      'cross_site',
    );
  });
});

describe('permissions', () => {
  const settings = '/v1/settings/numbers';
  const grantRole = async (permission: string, scope = 'yes') =>
    frame.db.query(sql.type(noRows)`
      insert into role_permission (institute_id, role, permission, scope) values (1, 'counsellor', ${permission}, ${scope})
      on conflict (institute_id, role, permission) do update set scope = excluded.scope
    `);

  test('nobody has without being granted them', async () => {
    isProblem(await call('GET', settings), 403, 'forbidden');
    for (const [method, path] of [
      ['PUT', settings],
      ['GET', '/v1/settings/telephony/tatatel'],
      ['PUT', '/v1/settings/telephony/tatatel'],
      ['POST', '/v1/settings/telephony/tatatel/rotate'],
      ['GET', '/v1/settings/counsellors'],
      ['POST', '/v1/settings/counsellors'],
    ] as const) {
      isProblem(await call(method, path, method === 'GET' ? undefined : {}), 403, 'forbidden');
      isProblem(await frame.call(method, path, method === 'GET' ? undefined : {}), 401, 'not_signed_in');
    }
    expect(isPermission('constructor')).toBe(false);
  });

  test('come with a role at once, widest first, and a user’s own grant stands before them', async () => {
    const own = await frame.signedIn('Chitra', { permissions: ['call_reports:own', 'raw_requests:no'] });
    await frame.db.query(
      sql.type(noRows)`update counsellor set roles = '{counsellor,lead}' where email = ${emailOf('Chitra')}`,
    );
    await grantRole('configure_calling');
    await grantRole('raw_requests');
    await grantRole('call_reports', 'all');
    await grantRole('call_logs', 'own');
    await frame.db.query(
      sql.type(
        noRows,
      )`insert into role_permission values (1, 'lead', 'call_logs', 'team'), (2, 'lead', 'recordings', 'all')`,
    );
    expect((await own('GET', '/v1/session')).body.user.permissions).toEqual([
      'call_logs:team',
      'call_reports:own',
      'configure_calling',
    ]);
    expect((await own('GET', settings)).status).toBe(200);
    await frame.db.query(sql.type(noRows)`truncate role_permission`);
    expect((await own('GET', settings)).status).toBe(403);
  });
});

describe('whatever goes wrong', () => {
  test('an address there is not, and a method it does not know, are said so', async () => {
    isProblem(await frame.call('GET', '/v1/nothing'), 404, 'not_found');
    isProblem(await frame.call('GET', '/elsewhere'), 404, 'not_found');
    const answer = await frame.call('DELETE', '/v1/me');
    isProblem(answer, 405, 'method_not_allowed');
    expect(answer.headers.get('allow')).toBe('GET, HEAD, PUT');
  });

  test('a body that is no JSON, of another type, compressed or too large is refused', async () => {
    const json = { 'content-type': 'application/json' };
    isProblem(await call('PUT', '/v1/me', '{"sound":', json), 400, 'invalid_request');
    isProblem(await call('PUT', '/v1/me', '[]', json), 400, 'invalid_request');
    isProblem(await call('PUT', '/v1/me', undefined, json), 400, 'invalid_request');
    isProblem(
      await call('PUT', '/v1/me', 'sound=true', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'unsupported_media_type',
    );
    isProblem(
      await call('PUT', '/v1/me', '{}', { ...json, 'content-encoding': 'gzip' }),
      415,
      'unsupported_media_type',
    );
    isProblem(await call('PUT', '/v1/me', JSON.stringify({ name: 'x'.repeat(256 * 1024) }), json), 413, 'too_large');
  });

  test('a mistake of ours says nothing of what it was, to the client or with numbers to the log', async () => {
    const answer = await frame.call('GET', '/v1/broken/throws');
    isProblem(answer, 500, 'internal');
    expect(JSON.stringify(answer.body)).not.toContain('secret');
    const id = answer.headers.get('x-request-id');
    const lines = frame.logged.filter((line) => id !== null && line.includes(id));
    expect(lines.some((line) => line.includes('request failed') && line.includes('access.test'))).toBe(true);
    expect(frame.logged.join('')).not.toMatch(/98123|asha@/);
  });

  test('an answer that is not as documented is an error here, so that no test passes by it', async () => {
    isProblem(await frame.call('GET', '/v1/broken/mismatch'), 500, 'internal');
    isProblem(await frame.call('GET', '/v1/broken/undocumented'), 500, 'internal');
    expect(frame.logged.filter((line) => line.includes('ReplyMismatch'))).toHaveLength(2);
  });

  test('a value Postgres can not keep is the request’s fault', async () => {
    isProblem(await frame.call('GET', '/v1/broken/nul'), 400, 'invalid_request');
  });

  test('a database over its time is 503, to be tried again', async () => {
    const answer = await frame.call('GET', '/v1/broken/slow');
    isProblem(answer, 503, 'unavailable');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('a client that hangs up is 499 in the log and no error', async () => {
    const url = new URL('/v1/session', frame.url);
    const hangingUp = request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': 1000 },
    });
    hangingUp.on('error', () => undefined);
    hangingUp.write('{"email":');
    await new Promise((resolve) => setTimeout(resolve, 50));
    hangingUp.destroy();
    let line: string | undefined;
    while (line === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      line = frame.logged.find((each) => each.includes('"status":499'));
    }
    expect(JSON.parse(line)).toMatchObject({ level: 'info', route: '/v1/session' });
  });

  test('no answer may be kept by a cache or shown in a frame', async () => {
    const { headers } = await call('GET', '/v1/me');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

test('the log names routes, not paths, and neither queries, cookies nor passwords', async () => {
  const cookie = cookieOf(await frame.call('POST', '/v1/session', { email: emailOf('Asha'), password }));
  await frame.call(
    'GET',
    '/v1/settings/counsellors/0198c0de-0000-7000-8000-000000000000?search=9812345670',
    undefined,
    { cookie },
  );
  const log = frame.logged.join('');
  expect(log).toContain('"route":"/v1/settings/counsellors/{id}","status":403');
  for (const kept of [cookie.split('=')[1] ?? cookie, password, '9812345670', '0198c0de', emailOf('Asha')])
    expect(log).not.toContain(kept);
});
