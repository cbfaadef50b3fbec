import { withClient } from '../postgres/server.ts';
import { run } from '../process/run.ts';
import type { TemporalDatabases } from './config.ts';

const withinMs = 60_000;

/**
 * Makes Temporal's two databases and brings their schema up to the server's version. Each step says in the
 * database itself whether it is done, so a start that was killed half way goes on where it stopped.
 */
export async function prepareDatabases(sqlTool: string, databases: TemporalDatabases): Promise<void> {
  await Promise.all([
    prepare(sqlTool, databases, databases.main, 'postgresql/v12/temporal'),
    prepare(sqlTool, databases, databases.visibility, 'postgresql/v12/visibility'),
  ]);
}

async function prepare(sqlTool: string, { postgres }: TemporalDatabases, database: string, schema: string): Promise<void> {
  const tool = async (...parameters: readonly string[]): Promise<string> =>
    run(
      [sqlTool, '--plugin', 'postgres12_pgx', '--endpoint', '127.0.0.1', '--port', String(postgres.port), '--user', postgres.user, '--database', database, ...parameters],
      { withinMs, env: { SQL_PASSWORD: postgres.password } },
    );
  const exists = await withClient(postgres.url('postgres'), async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    return rowCount === 1;
  });
  if (!exists) await tool('create-database');

  const isSetUp = await withClient(postgres.url(database), async (client) => {
    const { rows } = await client.query<{ found: boolean }>(`select to_regclass('schema_version') is not null as found`);
    return rows[0]?.found === true;
  });
  if (!isSetUp) await tool('setup-schema', '-v', '0.0');
  await tool('update-schema', '--schema-name', schema);
}
