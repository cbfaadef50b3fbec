import { open, seal, UnsealingError } from '../config/sealing.ts';
import type { SecretKey } from '../config/secret-keys.ts';
import type { Pool } from '../db/pool.ts';
import { SEALED_TABLES, type Sealed, type SealedRow, type SealedTable } from '../db/resealing.ts';

export interface Resealed {
  readonly resealed: number;
  /** Secrets that none of our keys opens: they were sealed with one that is no longer among `SECRET_KEYS`. */
  readonly unreadable: number;
}

/**
 * Seals every stored secret anew that an older key than the newest sealed, each row in a transaction of its own. When
 * nothing is left, the older keys can be dropped. As often as you like.
 *
 * @param mayGoOn asked between rows
 */
export async function resealAll(
  pool: Pool,
  keys: readonly SecretKey[],
  mayGoOn: () => boolean,
): Promise<Resealed & { readonly done: boolean }> {
  const [newest] = keys;
  let [resealed, unreadable] = [0, 0];
  if (newest === undefined) return { resealed, unreadable, done: true };
  for (const table of SEALED_TABLES) {
    for (const row of await table.stale(pool, newest.id)) {
      if (!mayGoOn()) return { resealed, unreadable, done: false };
      const came = await resealRow(pool, keys, { table, row });
      resealed += came.resealed;
      unreadable += came.unreadable;
    }
  }
  return { resealed, unreadable, done: true };
}

async function resealRow(
  pool: Pool,
  keys: readonly SecretKey[],
  { table, row }: { table: SealedTable; row: SealedRow },
): Promise<Resealed> {
  return await pool.transaction(async (tx) => {
    const secrets = [...((await table.lock(tx, row)) ?? [])];
    const anew = secrets.map(([name, secret]) => ({ name, before: secret.sealed, after: sealAnew(keys, secret) }));
    const changed = anew.filter(({ before, after }) => after !== null && after.key !== before.key);
    if (changed.length > 0)
      await table.save(tx, row, new Map(anew.map(({ name, before, after }) => [name, after ?? before])));
    return { resealed: changed.length, unreadable: anew.filter(({ after }) => after === null).length };
  });
}

/** Null for what does not open: it stays as it is, and its owner finds out from the test of credentials. */
function sealAnew(keys: readonly SecretKey[], { place, sealed }: Sealed): Sealed['sealed'] | null {
  if (sealed.key === keys[0]?.id) return sealed;
  try {
    return seal(keys, place, open(keys, place, sealed));
  } catch (error) {
    if (error instanceof UnsealingError) return null;
    throw error;
  }
}
