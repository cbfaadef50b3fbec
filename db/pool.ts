import {
  createDateTypeParser,
  createIntervalTypeParser,
  createNumericTypeParser,
  createPool as createSlonikPool,
  createTimestampWithTimeZoneTypeParser,
  type CommonQueryMethods,
  type DatabasePool,
  type DatabaseTransactionConnection,
} from 'slonik';
import { boundWaiting } from './bound-waiting.ts';
import { pgDriver } from './driver.ts';
import { parseResults } from './parse-results.ts';
import { preparedStatements } from './prepared-statements.ts';

/** Whatever can run a query: a pool, a connection or a transaction. */
export type Db = CommonQueryMethods;
/** An open transaction, for what must be one with its caller's writes. */
export type Tx = DatabaseTransactionConnection;
/** A pool: `end()` it last when a process stops. */
export type Pool = DatabasePool;

export interface PoolOptions {
  /** Most connections. Default 10. Postgres allows about 100 in all: count every process's pools. */
  readonly max?: number;
  /** Connections kept open without work. Default 0. More where the first request must not wait for a handshake. */
  readonly min?: number;
  /** How long a connection beyond `min` stays open without work, in ms. Default 60000. */
  readonly idleMs?: number;
  /** Shown in `pg_stat_activity` and in errors. Default `callthread`. */
  readonly name?: string;
  /**
   * How long one statement may take, in ms. Default 10000. Afterwards StatementTimeoutError, or a second later, when the
   * server says nothing at all, BackendTerminatedUnexpectedlyError; the connection is then given up.
   */
  readonly statementTimeoutMs?: number;
  /** How long one connection attempt may take, in ms. Default 5000. Afterwards ConnectionError. */
  readonly connectionTimeoutMs?: number;
  /** Further connection attempts after a failed one. Default 3; 0 where somebody waits for an answer. */
  readonly connectionRetries?: number;
  /** How many may wait for a free connection before the next is refused with PoolBusyError. Default 1000. */
  readonly maxWaiting?: number;
  /** How long a transaction may sit idle, in ms, before Postgres ends it. Default 10000. */
  readonly idleInTransactionMs?: number;
  /**
   * Whether a statement is planned once and for all on each connection, whatever it is asked with. Default: Postgres weighs
   * that anew each time, by planning. For the statements of calls, which find what they want by its key: planning those
   * takes longer than running them. Not for lists, whose filters decide which index is the right one.
   */
  readonly plansOnce?: boolean;
  /** Called for a connection that broke while idle; the pool replaces it by itself. Default: nothing. */
  readonly onError?: (error: Error) => void;
}

/**
 * Opens a pool. Results come as: timestamptz → epoch ms, date → 'YYYY-MM-DD', int8 and numeric → number,
 * json(b) → value, uuid → string, bytea → Buffer; rows are parsed by the schema given to `sql.type(schema)`.
 *
 * Connections are not reset when they go back to the pool (that would cost a round trip a query):
 * use nothing that outlives a transaction – `set local` for `set`, `pg_advisory_xact_lock` for `pg_advisory_lock`.
 *
 * Rejects with ConnectionError when the database cannot be reached.
 */
export async function createPool(url: string, options: PoolOptions = {}): Promise<Pool> {
  const pool = await createSlonikPool(withOurOptions(url, options), {
    driverFactory: pgDriver,
    maxPoolSize: options.max ?? 10,
    minPoolSize: options.min ?? 0,
    poolName: options.name ?? 'callthread',
    statementTimeout: options.statementTimeoutMs ?? 10_000,
    connectionTimeout: options.connectionTimeoutMs ?? 5000,
    connectionRetryLimit: options.connectionRetries ?? 3,
    idleInTransactionSessionTimeout: options.idleInTransactionMs ?? 10_000,
    idleTimeout: options.idleMs ?? 60_000,
    resetConnection: () => Promise.resolve(),
    typeParsers: [
      // slonik's own gives BigInt; counts and feed numbers stay far below 2^53.
      { name: 'int8', parse: Number },
      createDateTypeParser(),
      createIntervalTypeParser(),
      createNumericTypeParser(),
      createTimestampWithTimeZoneTypeParser(),
    ],
    interceptors: [
      boundWaiting(() => pool.state().waitingClients, options.maxWaiting ?? 1000),
      preparedStatements,
      parseResults,
    ],
  });
  // Without a listener an idle connection's end, as when Postgres restarts, would end the process.
  pool.on('error', options.onError ?? (() => undefined));
  return pool;
}

function withOurOptions(url: string, { name = 'callthread', plansOnce = false }: PoolOptions): string {
  const withName = new URL(url);
  if (!withName.searchParams.has('application_name')) withName.searchParams.set('application_name', name);
  const plans = plansOnce ? ' -c plan_cache_mode=force_generic_plan' : '';
  // Our statements take milliseconds: compiling them first takes longer than running them, and plans are kept from a time
  // when tables were small, so that an index must win early.
  if (!withName.searchParams.has('options'))
    withName.searchParams.set('options', `-c jit=off -c random_page_cost=1.1${plans}`);
  return withName.href;
}
