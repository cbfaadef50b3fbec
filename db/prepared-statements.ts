import { hash } from 'node:crypto';
import type { Interceptor } from 'slonik';

/** Texts of statements there may be before we forget those named so far: more than are written in db/. */
const MOST_NAMES = 2000;

const names = new Map<string, string>();

/**
 * Has Postgres keep each statement's plan on its connection: reading and planning one takes it longer than running it.
 * A statement is named by its text, of which there are as many as there are queries in db/.
 */
export const preparedStatements: Interceptor = {
  name: 'prepared-statements',
  transformQuery: (_, query) => ({ ...query, name: nameOf(query.sql) }),
};

function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= MOST_NAMES) names.clear();
  const name = hash('sha1', text, 'base64url');
  names.set(text, name);
  return name;
}
