import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { Environment } from './environment.ts';
import { EnvironmentError, type Variables } from './variables.ts';

const key = (bytes = 32): string => randomBytes(bytes).toString('base64');
const enough: Variables = { DATABASE_URL: 'postgres://u:p@127.0.0.1:5432/callthread', SECRET_KEYS: `k1:${key()}` };

function problemsOf(variables: Variables): readonly string[] {
  try {
    void new Environment(variables);
    return [];
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
}

describe('what a process is told from outside', () => {
  test('a database and a key are enough; everything else has its documented default', () => {
    const environment = new Environment(enough);
    expect(environment).toMatchObject({
      mode: 'development',
      demo: false,
      host: '127.0.0.1',
      port: 8080,
      rateLimit: 200,
      outboundAllow: [],
      advanceFallbackMs: 300,
      relayAfterSeconds: 3,
      sweepOverdueSeconds: 120,
      temporalUiUrl: null,
    });
    expect(environment.temporal).toMatchObject({ namespace: 'callthread', connection: { address: '127.0.0.1:7233' } });
  });

  test('an empty variable counts as not set', () => {
    expect(new Environment({ ...enough, PORT: '', RATE_LIMIT: ' ', TEMPORAL_ADDRESS: '' })).toMatchObject({
      port: 8080,
      rateLimit: 200,
    });
  });

  test('every mistake is named at once, none with its value', () => {
    const problems = problemsOf({
      PORT: '80 80',
      RATE_LIMIT: '0',
      DEMO: 'yes',
      SECRET_KEYS: 'tell-nobody',
      DATABASE_URL: 'mysql://u:hidden@h/d',
    });
    expect(new Set(problems.map((problem) => problem.split(' ')[0]))).toEqual(
      new Set(['PORT', 'RATE_LIMIT', 'DEMO', 'SECRET_KEYS', 'DATABASE_URL']),
    );
    expect(problems.join()).not.toMatch(/tell-nobody|hidden/);
  });

  test('demo data is refused in production', () => {
    expect(problemsOf({ ...enough, DEMO: '1', NODE_ENV: 'production' })).toEqual([
      'DEMO is refused when NODE_ENV=production',
    ]);
  });

  test('with demo data, vendors may be played on this machine', () => {
    expect(new Environment({ ...enough, DEMO: '1' }).outboundAllow).toEqual(['127.0.0.1']);
    expect(new Environment({ ...enough, DEMO: '1', OUTBOUND_ALLOW: 'pbx.local, 10.0.0.5' }).outboundAllow).toEqual([
      'pbx.local',
      '10.0.0.5',
    ]);
  });

  test('our public address is one that paths can be put behind, and an operator has no key that could be guessed', () => {
    expect(new Environment(enough)).toMatchObject({ publicUrl: null, operatorKey: null });
    expect(new Environment({ ...enough, PUBLIC_URL: 'https://Desk.example.edu/' }).publicUrl).toBe(
      'https://desk.example.edu',
    );
    expect(new Environment({ ...enough, PUBLIC_URL: 'https://example.edu/calls/' }).publicUrl).toBe(
      'https://example.edu/calls',
    );
    for (const PUBLIC_URL of ['desk.example.edu', 'ftp://desk.example.edu', 'https://desk.example.edu/?a=1']) {
      expect(problemsOf({ ...enough, PUBLIC_URL })).toEqual([expect.stringMatching(/^PUBLIC_URL /)]);
    }
    expect(problemsOf({ ...enough, OPERATOR_KEY: 'too-short' })).toEqual([
      expect.stringMatching(/^OPERATOR_KEY (?!.*too-short)/),
    ]);
    expect(new Environment({ ...enough, OPERATOR_KEY: 'k'.repeat(32) }).operatorKey).toBe('k'.repeat(32));
  });

  test('the pauses between attempts to send an event are given in seconds', () => {
    expect(new Environment(enough)).toMatchObject({ webhookRetrySeconds: null, upkeepSeconds: 3600 });
    expect(new Environment({ ...enough, WEBHOOK_RETRY_SECONDS: '1, 60' }).webhookRetrySeconds).toEqual([1, 60]);
    for (const WEBHOOK_RETRY_SECONDS of ['soon', '0', '5,-1', '700000', Array(31).fill('1').join(',')]) {
      expect(problemsOf({ ...enough, WEBHOOK_RETRY_SECONDS })).toEqual([
        expect.stringMatching(/^WEBHOOK_RETRY_SECONDS /),
      ]);
    }
  });

  test('the relay never overtakes a signal that is still on its way', () => {
    expect(problemsOf({ ...enough, RELAY_AFTER_SECONDS: '1', SIGNAL_TIMEOUT_MS: '1000' })).toHaveLength(1);
  });

  test("Temporal's standard names are understood, API key and TLS included", () => {
    const { temporal } = new Environment({
      ...enough,
      TEMPORAL_ADDRESS: 'cloud.example:7233',
      TEMPORAL_NAMESPACE: 'n',
      TEMPORAL_API_KEY: 'k',
    });
    expect(temporal).toMatchObject({
      namespace: 'n',
      connection: { address: 'cloud.example:7233', apiKey: 'k', tls: true },
    });
    expect(temporal.connection.grpcCompression).toBeUndefined();
  });
});

describe('keys for stored credentials', () => {
  test('are read newest first', () => {
    const { secretKeys } = new Environment({ ...enough, SECRET_KEYS: `new:${key()}, old:${key()}` });
    expect(secretKeys.map(({ id, key: { length } }) => [id, length])).toEqual([
      ['new', 32],
      ['old', 32],
    ]);
  });

  test('of a wrong length, without an id or with a repeated one are refused', () => {
    expect(problemsOf({ ...enough, SECRET_KEYS: `a:${key(16)},${key()},b:${key()},b:${key()}` })).toHaveLength(3);
  });

  test('are required', () => {
    expect(problemsOf({ ...enough, SECRET_KEYS: undefined })).toHaveLength(1);
  });
});
