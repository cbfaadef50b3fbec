import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { describeRequest } from './middleware/request-log.ts';

/** What the build says of itself, in `site.json` beside its files (dev/web/build.ts writes it). */
const siteSchema = z.object({
  /** Paths that are pages: "/leads/$id". Each is answered with index.html; the page itself does the rest. */
  pages: z.array(z.string()),
  files: z.array(
    z.object({
      path: z.string(),
      type: z.string(),
      /** Its name holds a hash of its content. */
      immutable: z.boolean(),
      etag: z.string(),
      encodings: z.array(z.enum(['br', 'gzip'])),
    }),
  ),
});
type SiteFile = z.infer<typeof siteSchema>['files'][number];

interface Loaded extends SiteFile {
  readonly bodies: ReadonlyMap<string, Buffer>;
}

const SUFFIX = { br: '.br', gzip: '.gz' } as const;
const INDEX = '/index.html';

/**
 * No script but our own files, and nothing from anywhere else. Styles may stand in the page: Mantine writes its variables
 * there. Nothing is upgraded to https: an institute may serve its desk by plain http inside its walls.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Serves the built web app: its files, and index.html for each path that is a page. All of it is held in memory, a megabyte
 * or two. Everything else is somebody else's.
 *
 * @param folder where the build lies; rejects when there is none
 */
export async function serveWebApp(folder: string): Promise<Middleware> {
  const site = siteSchema.parse(JSON.parse(await readFile(join(folder, 'site.json'), 'utf8')));
  const files = new Map(
    await Promise.all(site.files.map(async (file) => [file.path, await load(folder, file)] as const)),
  );
  const index = files.get(INDEX);
  if (index === undefined) throw new Error(`${folder} has no index.html`);
  const pages = site.pages.map((page) => ({ page, pattern: patternOf(page) }));
  return async (ctx, next) => {
    const reads = ctx.method === 'GET' || ctx.method === 'HEAD';
    const page = reads ? pages.find(({ pattern }) => pattern.test(ctx.path)) : undefined;
    const file = reads && ctx.path !== INDEX ? files.get(ctx.path) : undefined;
    if (page !== undefined) send(ctx, index, page.page);
    else if (file !== undefined) send(ctx, file, '/assets');
    else await next();
  };
}

async function load(folder: string, file: SiteFile): Promise<Loaded> {
  const names = ['identity', ...file.encodings] as const;
  const bodies = names.map(
    async (name) =>
      [name, await readFile(join(folder, file.path + (name === 'identity' ? '' : SUFFIX[name])))] as const,
  );
  return { ...file, bodies: new Map(await Promise.all(bodies)) };
}

/** "/leads/$id" as an expression: a parameter is one segment. */
const patternOf = (page: string): RegExp => new RegExp(`^${page.replaceAll(/\$\w+/g, '[^/]+')}$`);

function send(ctx: Context, { bodies, type, immutable, etag, encodings }: Loaded, route: string): void {
  describeRequest(ctx, { route });
  const encoding = ctx.acceptsEncodings(...encodings, 'identity') || 'identity';
  ctx.status = 200;
  ctx.set('Content-Security-Policy', POLICY);
  ctx.set('Cache-Control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  ctx.set('Vary', 'Accept-Encoding');
  ctx.set('ETag', `"${etag}-${encoding}"`);
  if (encoding !== 'identity') ctx.set('Content-Encoding', encoding);
  ctx.type = type;
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  ctx.body = bodies.get(encoding);
}
