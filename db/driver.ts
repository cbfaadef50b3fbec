import { Client, types, type ClientConfig } from 'pg';
import {
  createDriverFactory,
  parseDsn,
  type DriverConfiguration,
  type DriverFactory,
  type DriverTypeParser,
} from 'slonik';
import { toDatabaseError } from './database-errors.ts';

/** How much later than the server we give a statement up, in ms: a server that is there has done so itself by then. */
const SILENCE_MS = 1000;

/**
 * slonik's driver for pg, but for two things. A transaction's start goes out with the transaction's first statement, and
 * nobody waits for it: a round trip the less. And a connection on which a statement stays without an answer is given up,
 * as when the server's machine is gone and nobody closed the socket.
 */
export const pgDriver: DriverFactory = createDriverFactory(async ({ driverConfiguration }) => {
  const config = clientConfig(driverConfiguration);
  return await Promise.resolve({
    createPoolClient: async ({ clientEventEmitter }) => {
      const client = new Client(config);
      client.on('error', (error) => clientEventEmitter.emit('error', toDatabaseError(error)));
      return await Promise.resolve({
        connect: async () => void (await client.connect()),
        end: async () => await client.end(),
        query: queryOn(client),
        stream: () => {
          throw new Error('Rows are read in pages, not streamed');
        },
      });
    },
  });
});

function queryOn(client: Client) {
  let starting: string | null = null;
  return async (text: string, values: unknown[] = [], { name }: { readonly name?: string } = {}) => {
    if (text === 'START TRANSACTION') {
      starting = text;
      return STARTED;
    }
    const start = starting;
    starting = null;
    const { stream } = client.connection;
    // Both in one packet.
    stream.cork();
    const started = start === null ? null : client.query(start);
    const answered = client.query(name === undefined ? { text, values } : { name, text, values });
    stream.uncork();
    try {
      const [{ command, fields, rowCount, rows }] = await Promise.all([answered, started]);
      return { command: command as Command, fields: fields.map(fieldOf), rowCount, rows };
    } catch (error) {
      throw error instanceof Error ? toDatabaseError(error) : error;
    }
  };
}

type Command = 'COPY' | 'DELETE' | 'INSERT' | 'SELECT' | 'UPDATE';

/** What slonik is told of a transaction that has not been started yet. */
const STARTED = { command: 'SELECT' as const, fields: [], rowCount: null, rows: [] };

function fieldOf({ dataTypeID, name }: { readonly dataTypeID: number; readonly name: string }) {
  return { dataTypeId: dataTypeID, name };
}

function clientConfig(configuration: DriverConfiguration): ClientConfig {
  const dsn = parseDsn(configuration.connectionUri);
  const statementMs = limitOf(configuration.statementTimeout);
  return {
    application_name: dsn.applicationName,
    database: dsn.databaseName,
    host: dsn.host,
    options: dsn.options,
    password: dsn.password,
    port: dsn.port,
    user: dsn.username,
    ssl: dsn.ssl ?? SSL[dsn.sslMode ?? 'unsaid'],
    connectionTimeoutMillis: limitOf(configuration.connectionTimeout),
    statement_timeout: statementMs,
    idle_in_transaction_session_timeout: limitOf(configuration.idleInTransactionSessionTimeout),
    query_timeout: statementMs === undefined ? undefined : statementMs + SILENCE_MS,
    // Statements are sent without waiting for the answers to those before; one without an answer ends the connection.
    pipeline: true,
    types: { getTypeParser: parserOf(configuration.typeParsers) },
  };
}

const SSL = { disable: false, require: true, 'no-verify': { rejectUnauthorized: false }, unsaid: undefined } as const;

function limitOf(timeout: 'DISABLE_TIMEOUT' | number): number | undefined {
  return timeout === 'DISABLE_TIMEOUT' ? undefined : timeout;
}

/** The types whose values we read our own way; Postgres has given them these ids for ever. No statement gives arrays of them. */
const TYPE_IDS: Readonly<Record<string, number>> = {
  int8: 20,
  date: 1082,
  timestamptz: 1184,
  interval: 1186,
  numeric: 1700,
};

function parserOf(parsers: readonly DriverTypeParser[]): typeof types.getTypeParser {
  const own = new Map<number | undefined, DriverTypeParser['parse']>(
    parsers.map(({ name, parse }) => [TYPE_IDS[name], parse]),
  );
  // pg's own are typed as giving anything.
  return (id, format) => own.get(id) ?? (types.getTypeParser(id, format) as DriverTypeParser['parse']);
}
