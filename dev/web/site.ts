import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};
const COMPRESSED = new Set(['.html', '.js', '.css', '.svg', '.json']);
/** Smaller files do not fill a packet anyway; in bytes. */
const WORTH_COMPRESSING = 1024;

export interface SiteFile {
  readonly path: string;
  readonly type: string;
  readonly immutable: boolean;
  readonly etag: string;
  readonly encodings: readonly ('br' | 'gzip')[];
  readonly bytes: { readonly plain: number; readonly gzip: number };
}

/** Compresses the files of a built folder beside themselves and writes `site.json`, by which the API serves them. */
export async function writeSite(folder: string, pages: readonly string[]): Promise<readonly SiteFile[]> {
  const names = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(names.map(async (name) => await compress(folder, name)));
  await writeFile(join(folder, 'site.json'), JSON.stringify({ pages, files }));
  return files;
}

async function compress(folder: string, name: string): Promise<SiteFile> {
  const content = await readFile(name);
  const path = `/${relative(folder, name).split(sep).join('/')}`;
  const type = TYPES[extname(name)];
  if (type === undefined) throw new Error(`No content type is known for ${path}: add it to dev/web/site.ts`);
  const about = {
    path,
    type,
    // Vite puts a hash of the content into the names of what lies there.
    immutable: path.startsWith('/assets/'),
    etag: createHash('sha256').update(content).digest('base64url').slice(0, 22),
  };
  if (!COMPRESSED.has(extname(name)) || content.length < WORTH_COMPRESSING) {
    return { ...about, encodings: [], bytes: { plain: content.length, gzip: content.length } };
  }
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(content, quality),
    promisify(gzip)(content, { level: 9 }),
  ]);
  await Promise.all([writeFile(`${name}.br`, br), writeFile(`${name}.gz`, gz)]);
  return { ...about, encodings: ['br', 'gzip'], bytes: { plain: content.length, gzip: gz.length } };
}
