import { run } from '../process/run.ts';
import type { TemporalDatabases } from './config.ts';

const withinMs = 60_000;

/**
 * Makes Temporal's two databases and brings their schema up to the server's version. Each step does nothing where its
 * work is done, so a start that was killed half way goes on where it stopped.
 */
export async function prepareDatabases(sqlTool: string, databases: TemporalDatabases): Promise<void> {
  await Promise.all([
    prepare(sqlTool, databases, databases.main, 'postgresql/v12/temporal'),
    prepare(sqlTool, databases, databases.visibility, 'postgresql/v12/visibility'),
  ]);
}

async function prepare(sqlTool: string, databases: TemporalDatabases, database: string, schema: string): Promise<void> {
  const env = {
    SQL_PLUGIN: 'postgres12_pgx',
    SQL_HOST: '127.0.0.1',
    SQL_PORT: String(databases.postgres.port),
    SQL_USER: databases.postgres.user,
    SQL_PASSWORD: databases.postgres.password,
    SQL_DATABASE: database,
  };
  await run([sqlTool, 'create-database'], { withinMs, env });
  await run([sqlTool, 'setup-schema', '-v', '0.0'], { withinMs, env });
  await run([sqlTool, 'update-schema', '--schema-name', schema], { withinMs, env });
}
