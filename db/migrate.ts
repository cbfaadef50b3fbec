import { runner } from 'node-pg-migrate';
import { VariableReader } from '../config/variables.ts';
import { migrationsFolder, pendingMigrations } from './pending-migrations.ts';
import { createPool } from './pool.ts';

/**
 * Brings the database's schema up to db/migrations, all pending files in one transaction, and returns the names of those
 * that ran. Several processes may call it at once: they take turns by an advisory lock. With nothing to do it is
 * two queries. Rejects when the database cannot be reached or a statement fails; nothing is half done then.
 */
export async function migrate(url: string): Promise<readonly string[]> {
  if (!(await isBehind(url))) return [];
  const ran = await runner({
    databaseUrl: { connectionString: url, connectionTimeoutMillis: 5000 },
    dir: migrationsFolder,
    migrationsTable: 'migration',
    direction: 'up',
    advisoryLockMode: 'wait',
    // What ran is returned and what failed is thrown: nothing of it is said twice.
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  return ran.map(({ name }) => name);
}

async function isBehind(url: string): Promise<boolean> {
  const pool = await createPool(url, { max: 1, name: 'callthread-migrate' });
  try {
    return (await pendingMigrations(pool)).length > 0;
  } finally {
    await pool.end();
  }
}

if (import.meta.main) {
  const read = new VariableReader(process.env);
  const url = read.required('DATABASE_URL', 'postgres://user:password@host:port/database');
  read.finish();
  const names = await migrate(url);
  process.stdout.write(names.length === 0 ? 'The schema is up to date.\n' : `Migrated: ${names.join(', ')}\n`);
}
