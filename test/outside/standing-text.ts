import { sql } from 'slonik';
import { z } from 'zod';
import type { Pool } from '../../db/pool.ts';

const tableRow = z.object({ name: z.string() });
const textRow = z.object({ text: z.string().nullable() });

/** Everything that stands in the database, table by table, as text. */
export async function standingText(db: Pool): Promise<ReadonlyMap<string, string>> {
  const tables = await db.anyFirst(sql.type(tableRow)`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name
  `);
  const texts = new Map<string, string>();
  for (const name of tables) {
    const text = await db.oneFirst(
      sql.type(textRow)`select string_agg(row_to_json(t)::text, E'\n') as text from ${sql.identifier([name])} t`,
    );
    texts.set(name, text ?? '');
  }
  return texts;
}

/** The tables that hold one of these words, and which; digits are found however they are spaced. */
export function holding(texts: ReadonlyMap<string, string>, words: readonly string[]): readonly string[] {
  return [...texts].flatMap(([table, text]) => {
    const digits = text.replaceAll(/[\s().-]/g, '');
    return words
      .filter(
        (word) => text.toLowerCase().includes(word.toLowerCase()) || (/^\d+$/.test(word) && digits.includes(word)),
      )
      .map((word) => `${table}: ${word}`);
  });
}
