import { hash } from 'node:crypto';
import type { Interceptor } from 'slonik';

/**
 * Has Postgres keep each statement's plan on its connection: reading and planning one takes it longer than running it.
 * A statement is named by its text, of which there are as many as there are queries in db/.
 */
export const preparedStatements: Interceptor = {
  name: 'prepared-statements',
  transformQuery: (_, query) => ({ ...query, name: hash('sha1', query.sql, 'base64url') }),
};
