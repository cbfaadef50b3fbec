import type { Context } from 'koa';
import { getRawBody } from 'raw-body';
import { invalidRequest, Problem } from '../problem.ts';

export interface TextBody {
  /** Its media type: "text/csv". */
  readonly type: string;
  /** The most it may have, in bytes. */
  readonly limit: number;
}

/**
 * Reads a body of text in UTF-8. Throws 413 `too_large`, 415 `unsupported_media_type`, 400 `invalid_request`.
 */
export const readTextBody = async (ctx: Context, { type, limit }: TextBody): Promise<string> => {
  const encoding = ctx.get('Content-Encoding');
  if (encoding !== '' && encoding.toLowerCase() !== 'identity') {
    throw new Problem(415, 'unsupported_media_type', 'Compressed bodies are not read.');
  }
  if (ctx.is(type) === false) throw new Problem(415, 'unsupported_media_type', `Send the body as ${type}.`);
  const bytes = await readBytes(ctx, limit);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // The decoder's words say nothing more.
    throw invalidRequest([{ path: '', problem: 'not text in UTF-8' }]);
  }
};

const readBytes = async (ctx: Context, limit: number): Promise<Buffer> => {
  try {
    return await getRawBody(ctx.req, { limit, length: ctx.get('Content-Length') || null });
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 413) {
      throw new Problem(413, 'too_large', `The body is larger than ${Math.floor(limit / 1024 / 1024)} MiB.`);
    }
    throw error;
  }
};
