import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readBody } from './body.ts';
import type { ClassicRequest } from './body.ts';
import { parseClassic } from './parse.ts';
import type { ClassicEndpoint } from './heard.ts';
import type { Fields } from './fields.ts';

const post = (body: string | Buffer, contentType?: string, query = ''): ClassicRequest => ({
  method: 'POST',
  contentType,
  raw: Buffer.from(body),
  query: new URLSearchParams(query),
});
const fieldsOf = async (request: ClassicRequest): Promise<Fields> => {
  const read = await readBody(request);
  if (!read.ok) throw new Error(read.problem);
  return read.fields;
};
const problemOf = async (request: ClassicRequest): Promise<string | null> => {
  const read = await readBody(request);
  return read.ok ? null : read.problem;
};

const form = 'application/x-www-form-urlencoded';
const multipart = async (fields: Readonly<Record<string, string>>): Promise<ClassicRequest> => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  const response = new Response(data);
  return post(Buffer.from(await response.arrayBuffer()), response.headers.get('content-type') ?? undefined);
};

/** The same fields in every encoding a vendor may choose. */
const encodings = async (fields: Readonly<Record<string, string>>): Promise<readonly ClassicRequest[]> => {
  const query = new URLSearchParams(fields).toString();
  const json = JSON.stringify(fields);
  return [
    post(json, 'application/json'),
    post(json, 'text/plain'),
    post(json, form),
    post(json),
    post(`\uFEFF ${json}`, 'application/json; charset=utf-8'),
    post(query, form),
    post(query, 'application/x-www-form-urlencoded; charset=UTF-8'),
    await multipart(fields),
    post('', undefined, query),
    { method: 'GET', contentType: undefined, raw: Buffer.alloc(0), query: new URLSearchParams(query) },
  ];
};

const names = [
  'applicant_no',
  'call_id',
  'agent_no',
  'did_no',
  'call_type',
  'start_time',
  'end_time',
  'call_duration',
  'status',
  'resource_url',
  'campaign_name',
];
const usual = fc.constantFrom(
  '9812345670',
  '+919812345670',
  'null',
  '',
  '$call_id',
  'answered',
  'busy',
  '1',
  '00:01:15',
  '2026-04-09 12:54:21',
  'https://x.test/r.mp3',
  'Dialer (outbound)',
  'a+b & c=d',
  'ह',
);
const someFields = fc.dictionary(fc.constantFrom(...names), fc.oneof(usual, fc.string()), { minKeys: 1 });
const endpoint = fc.constantFrom<ClassicEndpoint>(
  'getCounsellor',
  'getOpportunity',
  'ivrCallNotification',
  'ivrCallBackDetails',
);
const context = { country: 'IN', zone: 'Asia/Kolkata', receivedAt: Date.UTC(2026, 3, 9, 8) };

test('the same fields give the same result in every encoding', async () => {
  await fc.assert(
    fc.asyncProperty(someFields, endpoint, async (fields, which) => {
      // multipart writes every line end as CRLF; nothing we read has one.
      const sent = Object.fromEntries(
        Object.entries(fields).map(([key, value]) => [key, value.replaceAll(/[\r\n]/g, '')]),
      );
      const expected = parseClassic(which, sent, context);
      for (const request of await encodings(sent)) {
        const stored: unknown = JSON.parse(JSON.stringify(await fieldsOf(request)));
        expect(parseClassic(which, stored as Fields, context)).toEqual(expected);
      }
    }),
    { numRuns: 60 },
  );
});

test('no junk makes an error, and what is read can be stored', async () => {
  const type = fc.option(
    fc.oneof(
      fc.constantFrom(
        'application/json',
        form,
        'multipart/form-data; boundary=x',
        'multipart/form-data',
        'text/plain',
        'application/vnd.x+json',
        ';;',
      ),
      fc.string(),
    ),
    { nil: undefined },
  );
  const body = fc.oneof(
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc.json().map((text) => Buffer.from(text)),
    fc
      .string()
      .map((text) => Buffer.from(`--x\r\ncontent-disposition: form-data; name="${text}"\r\n\r\n1\r\n--x--\r\n`)),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST'),
      type,
      body,
      fc.string(),
      endpoint,
      async (method, contentType, raw, query, which) => {
        const read = await readBody({ method, contentType, raw, query: new URLSearchParams(query) });
        if (!read.ok) return;
        parseClassic(which, read.fields, context);
        expect(JSON.stringify(read.fields)).not.toMatch(/\\u0000|\\ud[89a-f]/);
      },
    ),
  );
});

describe('a body that can not be taken', () => {
  test('is unreadable when it claims to be JSON and is not, or breaks its multipart', async () => {
    expect(await problemOf(post('{"applicant_no":', 'application/json'))).toBe('unreadable');
    expect(await problemOf(post('a=1', 'application/json'))).toBe('unreadable');
    expect(await problemOf(post('', 'application/json'))).toBe('unreadable');
    expect(await problemOf(post('--x\r\nnonsense', 'multipart/form-data; boundary=x'))).toBe('unreadable');
    expect(await problemOf(post('--x--', 'multipart/form-data'))).toBe('unreadable');
  });

  test('is no object when its JSON is something else, whatever its type', async () => {
    for (const body of ['[]', '"text"', '12', 'null', 'true']) {
      expect(await problemOf(post(body, 'application/json'))).toBe('not_an_object');
      expect(await problemOf(post(body, form))).toBe('not_an_object');
    }
  });

  test('has no readable type when it is neither', async () => {
    expect(await problemOf(post('hello', 'text/plain'))).toBe('no_readable_type');
    expect(await problemOf(post('applicant_no=98'))).toBe('no_readable_type');
    expect(await problemOf(post(''))).toBe('no_readable_type');
  });

  test('nested a hundred thousand levels deep is unreadable, not fatal', async () => {
    expect(await problemOf(post('{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000), 'application/json'))).toBe(
      'unreadable',
    );
    expect(await fieldsOf(post('{"a":'.repeat(50) + '1' + '}'.repeat(50), 'application/json'))).toBeDefined();
  });
});

describe('fields', () => {
  test('of the body come before those of the query, unless the body leaves them empty', async () => {
    const fields = await fieldsOf(
      post('{"applicant_no":"1","agent_no":"","x ":"b"}', 'application/json', 'applicant_no=2&agent_no=3&did_no=4&x=q'),
    );
    expect(fields).toEqual({ applicant_no: '1', agent_no: '3', did_no: '4', 'x ': 'b' });
  });

  test('keep digits that a number would lose', async () => {
    expect(
      await fieldsOf(post('{"call_id":1775719461.306700,"n":12345678901234567890,"talk":75}', 'application/json')),
    ).toEqual({
      call_id: '1775719461.306700',
      n: '12345678901234567890',
      talk: 75,
    });
  });

  test('named after the prototype are fields and nothing more', async () => {
    const fields = await fieldsOf(post('{"__proto__":{"admin":true},"constructor":"x"}', 'application/json'));
    expect(Object.keys(fields)).toEqual(['__proto__', 'constructor']);
    expect('admin' in {}).toBe(false);
    expect('admin' in (await fieldsOf(post('__proto__=1&constructor=2', form)))).toBe(false);
  });

  test('lose what Postgres refuses', async () => {
    expect(await fieldsOf(post('{"a\\u0000":"b\\u0000c\\ud800"}', 'application/json'))).toEqual({ a: 'bc\ufffd' });
  });
});
