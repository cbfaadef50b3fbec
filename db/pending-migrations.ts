import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'slonik';
import { z } from 'zod';
import type { Db } from './pool.ts';

/** The folder of plain SQL migrations, run in the order of their names. */
export const migrationsFolder = fileURLToPath(new URL('migrations', import.meta.url));

const existsRow = z.object({ exists: z.boolean() });
const nameRow = z.object({ name: z.string() });

/** The names of the migrations this code brings which the database has not run; empty means its schema fits the code. */
export async function pendingMigrations(db: Db): Promise<readonly string[]> {
  const known = await migrationNames();
  if (!(await db.one(sql.type(existsRow)`select to_regclass('migration') is not null as exists`)).exists) return known;
  const ran = await db.any(sql.type(nameRow)`select name from migration`);
  const done = new Set(ran.map(({ name }) => name));
  return known.filter((name) => !done.has(name));
}

async function migrationNames(): Promise<readonly string[]> {
  const files = await readdir(migrationsFolder);
  return files
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length))
    .toSorted();
}
