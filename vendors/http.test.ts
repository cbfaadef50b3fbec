import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { startTatatelExchange } from '../simulator/tatatel/server.ts';
import type { TatatelExchange } from '../simulator/tatatel/server.ts';
import { createHttp } from './http.ts';
import type { HttpRequest } from './http.ts';

let vendor: TatatelExchange;
const http = createHttp({ allow: ['127.0.0.1'] });
beforeAll(async () => {
  vendor = await startTatatelExchange();
});
afterAll(async () => {
  http.close();
  await vendor.stop();
});

const get = (url: string, rest: Partial<HttpRequest> = {}) => http.send({ method: 'GET', url: new URL(url), ...rest });

test('an answer is its status and text', async () => {
  expect(await get(`${vendor.url}/v1/nothing`)).toMatchObject({
    ok: true,
    status: 404,
    text: '{"success":false,"message":"Not found"}',
  });
});

test('internal addresses are refused unless allowed, by name as by address', async () => {
  const closed = createHttp({ allow: [] });
  for (const url of [
    vendor.url,
    `http://localhost:${vendor.port}/`,
    'http://[::1]/',
    'http://169.254.169.254/',
    'file:///etc/passwd',
    `http://user:secret@127.0.0.1:${vendor.port}/`,
  ])
    expect([url, await closed.send({ method: 'GET', url: new URL(url) })]).toEqual([
      url,
      { ok: false, problem: 'address_refused' },
    ]);
  expect(vendor.exchange.requests.filter(({ path }) => path === '/')).toEqual([]);
  closed.close();
});

test('a redirect is not followed', async () => {
  vendor.exchange.failNext('redirect');
  expect(await get(`${vendor.url}/x`)).toMatchObject({ ok: true, status: 302 });
});

test('silence ends with the time limit', async () => {
  vendor.exchange.failNext('silence');
  expect(await get(`${vendor.url}/x`, { timeoutMs: 50 })).toEqual({ ok: false, problem: 'timed_out' });
});

test('a caller that gives up ends it earlier', async () => {
  vendor.exchange.failNext('silence');
  expect(await get(`${vendor.url}/x`, { signal: AbortSignal.timeout(50) })).toEqual({
    ok: false,
    problem: 'timed_out',
  });
  expect(await get(`${vendor.url}/x`, { signal: AbortSignal.abort() })).toEqual({
    ok: false,
    problem: 'not_connected',
  });
});

test('a connection that breaks off is told from one that never stood', async () => {
  vendor.exchange.failNext('cut');
  expect(await get(`${vendor.url}/x`)).toEqual({ ok: false, problem: 'cut' });

  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  expect(await get(`http://127.0.0.1:${port}/`)).toEqual({ ok: false, problem: 'not_connected' });
  expect(await get('http://no-such-host.invalid/')).toEqual({ ok: false, problem: 'not_connected' });
});

test('an answer beyond the size limit is not read', async () => {
  vendor.exchange.failNext('huge');
  expect(await get(`${vendor.url}/x`)).toEqual({ ok: false, problem: 'too_large' });
});
