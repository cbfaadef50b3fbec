import { readSecretKeys, type SecretKey } from './secret-keys.ts';
import { readTemporalAccess, type TemporalAccess } from './temporal.ts';
import { VariableReader, type Variables } from './variables.ts';

/**
 * Everything a process of Callthread can be told from outside: one place, read once at start.
 * The API, the worker and the benches build one each; nothing else looks at `process.env`.
 * What only `npm start` reads (`LOCAL_DIR`, `TEMPORAL_UI_PORT`) is in dev/choices.ts.
 *
 * Throws EnvironmentError, which lists every problem at once.
 */
export class Environment {
  /** `NODE_ENV`. Default `development`. `production` refuses demo data. */
  readonly mode: 'production' | 'development' | 'test';

  /** `DEMO`. Default off (`npm start` sets 1). The demo institute and its known passwords; refused in production. */
  readonly demo: boolean;

  /** `LOG_LEVEL`. Default `info`. `debug` while looking for a fault; no level ever prints numbers, names or secrets. */
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

  // --- HTTP

  /** `HOST`. Default `127.0.0.1`. The address the API listens on; `0.0.0.0` in a container. */
  readonly host: string;

  /** `PORT`. Default 8080; 0 takes a free one (tests). API and web app. */
  readonly port: number;

  /** `WEB_DIR`. Default none: only the API answers. The folder with the built pages (`npm run build`), served at the API's address. */
  readonly webDir: string | null;

  /**
   * `PUBLIC_URL`. Default none: the address each request was sent to. Where vendors and browsers reach us, e.g.
   * `https://desk.example.edu`; set it where admins reach the API by another name than vendors do. Goes into the sheet for vendors.
   */
  readonly publicUrl: string | null;

  /**
   * `OPERATOR_KEY`. Default none: the operator's API is off. At least 32 characters, the Bearer credential by which
   * whoever runs the machines adds institutes; keep it out of the institutes' hands.
   */
  readonly operatorKey: string | null;

  /**
   * `TRUST_PROXY`. Default off. Whether `X-Forwarded-For` and `X-Forwarded-Proto` are believed:
   * on behind a proxy that sets them, else cookies are not `Secure` and every vendor has the proxy's address.
   * Never on without such a proxy: any sender could then name an allowed address.
   */
  readonly trustProxy: boolean;

  /**
   * `RATE_LIMIT`. Default 200 requests a second and institute, for the vendor-facing endpoints: a token bucket
   * that holds one second's worth. Raise it for an institute whose dialler calls in bursts.
   */
  readonly rateLimit: number;

  /**
   * `OUTBOUND_ALLOW`. Default empty; `127.0.0.1` with `DEMO=1`. Hosts on internal addresses which vendor clients,
   * recordings and outgoing events may reach; all other private, loopback and link-local addresses are refused.
   */
  readonly outboundAllow: readonly string[];

  /**
   * `WEBHOOK_RETRY_SECONDS`. Default none: the pauses of domain/outgoing/retries. Seconds, comma separated: the pauses after
   * each failed attempt to send an outgoing event; after the last it is dead. Receivers were told: change it with a reason.
   */
  readonly webhookRetrySeconds: readonly number[] | null;

  /** `UPKEEP_SECONDS`. Default 3600 s. How often what is too old is looked for, forgotten or sealed anew. */
  readonly upkeepSeconds: number;

  // --- Secrets

  /** `SECRET_KEYS`. Required. Keys for stored credentials, newest first: `<keyId>:<base64 of 32 bytes>`, comma separated. */
  readonly secretKeys: readonly SecretKey[];

  // --- Postgres

  /** `DATABASE_URL`. Required. `postgres://user:password@host:port/database[?sslmode=require]`. */
  readonly databaseUrl: string;

  /** `INTAKE_POOL_SIZE`. Default 10 connections for vendor requests alone, so that nothing else can hold up a call. */
  readonly intakePoolSize: number;

  /**
   * `INTAKE_CONNECT_MS`. Default 200 ms. How long a vendor request waits for a connection before it is answered 503
   * (routing: nobody). Together with INTAKE_STATEMENT_MS it must stay well inside the second vendors wait.
   */
  readonly intakeConnectMs: number;

  /** `INTAKE_STATEMENT_MS`. Default 300 ms. How long one statement of a vendor request may take. */
  readonly intakeStatementMs: number;

  /**
   * `ANSWER_WITHIN_MS`. Default 850 ms. What of a vendor request is not done by then is answered 503 (routing: nobody):
   * vendors wait a second. Higher only on a test machine so busy that the limit itself would be tested.
   */
  readonly answerWithinMs: number;

  /** `API_POOL_SIZE`. Default 10 connections for the counsellors' API. More only with Postgres idle and requests waiting. */
  readonly apiPoolSize: number;

  /** `FEED_POOL_SIZE`. Default 4 connections for snapshots and feed rows; the LISTEN connection comes on top. */
  readonly feedPoolSize: number;

  /** `WORKER_POOL_SIZE`. Default 10 connections for calls, and as many for all else of one worker process. */
  readonly workerPoolSize: number;

  /** `STATEMENT_MS`. Default 10000 ms. How long one statement of any pool but the intake's may take. */
  readonly statementMs: number;

  // --- Temporal

  /** `TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE` and Temporal's other standard names. Default `127.0.0.1:7233`, `callthread`. */
  readonly temporal: TemporalAccess;

  /** `TEMPORAL_UI_URL`. Default none. Base of the links from a call to its workflow, e.g. `http://127.0.0.1:8233`. */
  readonly temporalUiUrl: string | null;

  /** `ROUTE_BUDGET_MS`. Default 500 ms. How long a routing answer waits for the workflow before the API answers by itself. */
  readonly routeBudgetMs: number;

  /** `SIGNAL_TIMEOUT_MS`. Default 1000 ms. Deadline of one signal to a call's workflow; a failed one is the relay's. */
  readonly signalTimeoutMs: number;

  /**
   * `ADVANCE_FALLBACK_MS`. Default 300 ms. When a fact was not taken by the workflow within this time the API advances the
   * call itself, so that cards come and go while Temporal is down. Lower costs double work, higher shows cards later.
   */
  readonly advanceFallbackMs: number;

  /**
   * `RELAY_AFTER_SECONDS`. Default 3 s. Age of an undelivered fact before the worker's relay sends it.
   * Must exceed SIGNAL_TIMEOUT_MS, else the relay repeats signals that are still on their way.
   */
  readonly relayAfterSeconds: number;

  /** `SWEEP_OVERDUE_SECONDS`. Default 120 s. How long past its wake-up time an unclosed call is before the sweeper wakes it. */
  readonly sweepOverdueSeconds: number;

  /** `SHUTDOWN_GRACE_SECONDS`. Default 20 s. How long running activities and requests may finish after SIGTERM. */
  readonly shutdownGraceSeconds: number;

  constructor(variables: Variables = process.env) {
    const read = new VariableReader(variables);

    this.mode = read.choice('NODE_ENV', ['production', 'development', 'test'], 'development');
    this.demo = read.flag('DEMO', false);
    if (this.demo && this.mode === 'production') read.problem('DEMO', 'is refused when NODE_ENV=production');
    this.logLevel = read.choice('LOG_LEVEL', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info');

    this.host = read.optional('HOST') ?? '127.0.0.1';
    this.port = read.integer('PORT', { default: 8080, min: 0, max: 65_535 });
    this.webDir = read.optional('WEB_DIR');
    this.publicUrl = readPublicUrl(read);
    this.operatorKey = read.optional('OPERATOR_KEY');
    if (this.operatorKey !== null && this.operatorKey.length < 32)
      read.problem('OPERATOR_KEY', 'must have at least 32 characters');
    this.trustProxy = read.flag('TRUST_PROXY', false);
    this.rateLimit = read.integer('RATE_LIMIT', { default: 200, min: 1, max: 100_000 });
    this.outboundAllow = read.list('OUTBOUND_ALLOW', this.demo ? ['127.0.0.1'] : []);

    this.webhookRetrySeconds = readSeconds(read, 'WEBHOOK_RETRY_SECONDS');
    this.upkeepSeconds = read.integer('UPKEEP_SECONDS', { default: 3600, min: 1, max: 86_400 });

    this.secretKeys = readSecretKeys(read);

    this.databaseUrl = read.required('DATABASE_URL', 'postgres://user:password@host:port/database');
    if (this.databaseUrl !== '' && !/^postgres(ql)?:\/\//.test(this.databaseUrl)) {
      read.problem('DATABASE_URL', 'must begin with postgres://');
    }
    this.intakePoolSize = read.integer('INTAKE_POOL_SIZE', { default: 10, min: 1, max: 200 });
    this.intakeConnectMs = read.integer('INTAKE_CONNECT_MS', { default: 200, min: 10, max: 5000 });
    this.intakeStatementMs = read.integer('INTAKE_STATEMENT_MS', { default: 300, min: 10, max: 5000 });
    this.answerWithinMs = read.integer('ANSWER_WITHIN_MS', { default: 850, min: 100, max: 30_000 });
    this.apiPoolSize = read.integer('API_POOL_SIZE', { default: 10, min: 1, max: 200 });
    this.feedPoolSize = read.integer('FEED_POOL_SIZE', { default: 4, min: 1, max: 200 });
    this.workerPoolSize = read.integer('WORKER_POOL_SIZE', { default: 10, min: 1, max: 200 });
    this.statementMs = read.integer('STATEMENT_MS', { default: 10_000, min: 100, max: 600_000 });

    this.temporal = readTemporalAccess(read, variables);
    this.temporalUiUrl = read.optional('TEMPORAL_UI_URL')?.replace(/\/+$/, '') ?? null;
    this.routeBudgetMs = read.integer('ROUTE_BUDGET_MS', { default: 500, min: 10, max: 900 });
    this.signalTimeoutMs = read.integer('SIGNAL_TIMEOUT_MS', { default: 1000, min: 10, max: 10_000 });
    this.advanceFallbackMs = read.integer('ADVANCE_FALLBACK_MS', { default: 300, min: 10, max: 10_000 });
    this.relayAfterSeconds = read.integer('RELAY_AFTER_SECONDS', { default: 3, min: 1, max: 300 });
    if (this.relayAfterSeconds * 1000 <= this.signalTimeoutMs) {
      read.problem('RELAY_AFTER_SECONDS', 'must be longer than SIGNAL_TIMEOUT_MS');
    }
    this.sweepOverdueSeconds = read.integer('SWEEP_OVERDUE_SECONDS', { default: 120, min: 1, max: 3600 });
    this.shutdownGraceSeconds = read.integer('SHUTDOWN_GRACE_SECONDS', { default: 20, min: 0, max: 300 });

    read.finish();
  }
}

/** At most 30 pauses of at most a week; null when there are none. */
function readSeconds(read: VariableReader, name: string): readonly number[] | null {
  const seconds = read.list(name, []).map((text) => (/^\d{1,6}$/.test(text) ? Number(text) : 0));
  if (seconds.length > 30 || seconds.some((each) => each < 1 || each > 604_800)) {
    read.problem(name, 'must be at most 30 whole numbers of seconds from 1 to 604800, comma separated');
  }
  return seconds.length === 0 ? null : seconds;
}

/** Without a slash at the end: paths are put behind it. */
function readPublicUrl(read: VariableReader): string | null {
  const text = read.optional('PUBLIC_URL');
  if (text === null) return null;
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '') {
    read.problem('PUBLIC_URL', 'must be an http or https address without query');
    return null;
  }
  return url.href.replace(/\/+$/, '');
}
