import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { redact, shownSecret } from './redact.ts';

const secret = 'demo-secret-key';

test('no secret is stored, wherever it was put', () => {
  const fields = {
    secret_key: secret,
    ' secret_key ': [secret, 'other'],
    SECRET_KEY: secret,
    'X-Secret-Key': secret,
    nested: { list: [{ secret_key: { deep: secret } }], text: `{"secret_key":"${secret}"}` },
    resource_url: `https://x.test/r?secret_key=${secret}&a=1`,
    [`key-${secret}`]: 'x',
    notes: `they said ${secret} aloud`,
    applicant_no: '9812345670',
    talk: 5,
  };
  const stored = redact(fields, secret);
  expect(JSON.stringify(stored)).not.toContain(secret);
  expect(stored).toMatchObject({
    secret_key: '[redacted]',
    applicant_no: '9812345670',
    talk: 5,
    resource_url: 'https://x.test/r?secret_key=[redacted]&a=1',
  });
});

test('another secret than the one that was shown is not stored either', () => {
  const stored = redact(
    { secret_key: 'wrong-one', query: 'a=1&secret_key=wrong-one', body: '{"secret_key": "wrong-one"}' },
    null,
  );
  expect(JSON.stringify(stored)).not.toContain('wrong-one');
});

test('a secret is found in any JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (value, key) => {
      const stored = redact({ [key]: JSON.parse(JSON.stringify({ a: value, b: [`x${secret}y`] })) as never }, secret);
      expect(JSON.stringify(stored)).not.toContain(secret);
    }),
  );
});

test('the credential is the field, else the header', () => {
  expect(shownSecret({ secret_key: ` ${secret} ` }, 'header')).toBe(secret);
  expect(shownSecret({ secret_key: 'null' }, secret)).toBe(secret);
  expect(shownSecret({ secret_key: '' }, secret)).toBe(secret);
  expect(shownSecret({}, ` ${secret}`)).toBe(secret);
  expect(shownSecret({ secret_key: 12345678 }, undefined)).toBe('12345678');
  expect(shownSecret({ secret_key: '$ecret' }, undefined)).toBe('$ecret');
  expect(shownSecret({ secret_key: {} }, undefined)).toBeNull();
  expect(shownSecret({}, undefined)).toBeNull();
});
