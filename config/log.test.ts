import { describe, expect, test } from '@jest/globals';
import { SchemaValidationError } from 'slonik';
import { createLog } from './log.ts';
import { scrub } from './log-error.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  let lines = '';
  write(createLog('test', 'trace', { write: (line) => (lines += line) }));
  return lines;
}

describe('a log', () => {
  test('says which process wrote a line, when and how grave it is', () => {
    expect(JSON.parse(logged((log) => log.warn({ callId: 'c' }, 'late')))).toMatchObject({
      process: 'test',
      level: 'warn',
      callId: 'c',
      msg: 'late',
      time: expect.stringMatching(/Z$/),
    });
  });

  test('never holds numbers, names or secrets of an object that was logged whole', () => {
    const lead = { id: 'lead-1', name: 'Riya Sharma', phone: { number: '+919812345670' } };
    const line = logged((log) =>
      log.info({ lead, request: { secret_key: 'demo-secret-key', headers: { cookie: 'session=1' } } }, 'taken'),
    );
    expect(line).toContain('lead-1');
    expect(line).not.toMatch(/Riya|98123|demo-secret|session=1/);
  });

  test('shows of an error its kind, place and code, and nothing that Postgres or slonik hung on it', () => {
    const duplicate = Object.assign(new Error('duplicate key value violates unique constraint "call_pkey"'), {
      code: '23505',
      detail: 'Key (number)=(+919812345670) exists',
    });
    const mismatch = new SchemaValidationError({ sql: 'select 1', values: ['+919812345670'] }, { name: 'Riya' }, []);
    const line = logged((log) =>
      log.error({ err: new Error('not stored', { cause: duplicate }), error: mismatch }, 'failed'),
    );
    expect(line).toContain('23505');
    expect(line).toContain('log.test');
    expect(line).not.toMatch(/98123|Riya/);
  });

  test('drops the message of a data exception, which quotes the value', () => {
    const error = Object.assign(new Error('invalid input syntax for type integer: "Riya Sharma"'), { code: '22P02' });
    expect(logged((log) => log.error({ err: error }, 'failed'))).not.toContain('Riya');
  });
});

test('numbers, addresses and query strings are struck out of a text, ids are not', () => {
  const id = '01934f6e-1111-7222-8333-123456789012';
  expect(scrub(`call ${id} of +91 98123-45670 by asha@demo.test: GET http://h/p?token=1 took 1500 ms`)).toBe(
    `call ${id} of [removed] by [removed]: GET http://h/p[removed] took 1500 ms`,
  );
});
