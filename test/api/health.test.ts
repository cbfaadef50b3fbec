import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'slonik';
import { noRows } from '../../db/columns.ts';
import { openFrame, type Frame } from './frame.ts';

let frame: Frame;
beforeAll(async () => {
  frame = await openFrame();
});
afterAll(async () => frame.close());

test('alive is whoever answers', async () => {
  expect(await frame.call('GET', '/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
});

describe('ready', () => {
  const well = async () => await Promise.resolve(true);

  test('with Postgres and its migrations', async () => {
    expect(await frame.call('GET', '/readyz')).toMatchObject({
      status: 200,
      body: { status: 'ready', postgres: 'ok', migrations: 'ok', temporal: 'ok' },
    });
  });

  test.each([
    ['says no', async () => await Promise.resolve(false)],
    ['fails', async () => await Promise.reject(new Error('unreachable'))],
    ['never answers', async () => await new Promise<boolean>(() => undefined)],
  ])('also when Temporal %s: degraded', async (_how, healthy) => {
    frame.temporal.healthy = healthy;
    expect(await frame.call('GET', '/readyz')).toMatchObject({
      status: 200,
      body: { status: 'ready', temporal: 'degraded' },
    });
    frame.temporal.healthy = well;
  });

  test('no longer when the schema is older than the code', async () => {
    await frame.db.query(sql.type(noRows)`update migration set name = 'x' || name`);
    const answer = await frame.call('GET', '/readyz');
    expect(answer).toMatchObject({
      status: 503,
      body: { code: 'not_ready', postgres: 'ok', migrations: 'pending', temporal: 'ok' },
    });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    await frame.db.query(sql.type(noRows)`update migration set name = substr(name, 2)`);
  });

  test('no longer without Postgres, which the API answers 503 for as well', async () => {
    const other = await openFrame();
    const call = await other.signedIn('Asha');
    await other.cutDatabase();
    expect(await other.call('GET', '/readyz')).toMatchObject({
      status: 503,
      body: { code: 'not_ready', postgres: 'down' },
    });
    const answer = await call('GET', '/v1/me');
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await other.call('GET', '/healthz')).status).toBe(200);
    await other.close();
  });
});

test('metrics count requests by route and status', async () => {
  await frame.call('GET', '/v1/nothing/98123');
  await frame.call('GET', '/v1/me');
  const { status, headers, body } = await frame.call('GET', '/metrics');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toMatch(/^text\/plain/);
  expect(body).toMatch(/http_request_duration_seconds_count\{[^}]*route="\/v1\/me",status="401"\} 1/);
  expect(body).toContain('route="unmatched",status="404"');
  expect(body).toContain('nodejs_eventloop_lag');
  expect(body).not.toContain('98123');
});

describe('the OpenAPI document', () => {
  test('is 3.1 and made from the schemas that validate', async () => {
    const { status, body } = await frame.call('GET', '/openapi.json');
    expect(status).toBe(200);
    expect(body.openapi).toMatch(/^3\.1\./);
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining([
        '/v1/session',
        '/v1/me',
        '/v1/settings/numbers',
        '/v1/settings/telephony/{vendor}',
        '/v1/settings/telephony/{vendor}/rotate',
        '/healthz',
        '/readyz',
        '/metrics',
        '/openapi.json',
      ]),
    );
    expect(body.paths['/v1/me'].put.requestBody.content['application/json'].schema.properties.sound).toMatchObject({
      type: 'boolean',
    });
    const telephony = body.paths['/v1/settings/telephony/{vendor}'].put;
    expect(telephony.parameters).toEqual([{ in: 'path', name: 'vendor', required: true, schema: { type: 'string' } }]);
    const { times } = telephony.requestBody.content['application/json'].schema.properties;
    expect(times.properties.ringSeconds).toMatchObject({ type: 'integer', minimum: 5, maximum: 300, default: 45 });
    expect(body.paths['/v1/session'].post.security).toEqual([]);
    expect(body.paths['/v1/me'].get.responses.default.content['application/problem+json'].schema).toEqual({
      $ref: '#/components/schemas/Problem',
    });
  });

  test('leads every reference to something it holds', async () => {
    const { body } = await frame.call('GET', '/openapi.json');
    const refs = [...JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name ?? '',
    );
    expect(refs.length).toBeGreaterThan(0);
    for (const name of refs) expect(Object.keys(body.components.schemas)).toContain(name);
  });
});
