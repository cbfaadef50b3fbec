import type { Middleware } from 'koa';
import { Problem } from '../problem.ts';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

const originOf = (text: string): string | null => (URL.canParse(text) ? new URL(text).origin : null);

/**
 * Refuses changes that another site's page asks a browser for. Browsers send `Origin` with
 * every such request; a program that sends none holds the cookie by its own doing and is let through.
 */
export const sameSite: Middleware = async (ctx, next) => {
  const given = ctx.get('Origin');
  if (given !== '' && !READS.has(ctx.method)) {
    const own = originOf(`${ctx.protocol}://${ctx.host}`);
    // `Origin: null` (a sandboxed frame, a file) is nobody's own.
    if (own === null || originOf(given) !== own) {
      throw new Problem(403, 'cross_site', 'A change may only come from this address itself.');
    }
  }
  await next();
};
