import { timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';
import { hashSecret } from '../config/secrets.ts';
import { notFound, Problem } from './problem.ts';

/**
 * Lets nobody past but whoever shows the operator's key. Throws 401; 404 where there is no key: then nothing is here.
 *
 * @param key `OPERATOR_KEY`
 */
export const checkOperator = (ctx: Context, key: string | null): void => {
  if (key === null) throw notFound('There is nothing at this address.');
  const [, shown = ''] = /^Bearer (.+)$/i.exec(ctx.get('Authorization')) ?? [];
  if (timingSafeEqual(hashSecret(shown), hashSecret(key))) return;
  throw new Problem(401, 'not_the_operator', 'Show the operator’s key.', {}, { 'WWW-Authenticate': 'Bearer' });
};
