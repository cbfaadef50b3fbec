import type { Context } from 'koa';

/** Where vendors and browsers reach us, without a slash at the end: as configured, else as this request did. */
export const publicUrl = (ctx: Context, configured: string | null): string =>
  configured ?? `${ctx.protocol}://${ctx.host}`;
