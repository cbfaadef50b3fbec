import type { Context } from 'koa';
import { getRawBody } from 'raw-body';
import { invalidRequest, Problem } from '../problem.ts';

/** In bytes. */
const LIMIT = 256 * 1024;

/**
 * Reads a JSON body of at most 256 KiB; undefined when there is none.
 * Throws 413 `too_large`, 415 `unsupported_media_type`, 400 `invalid_request`.
 */
export const readJsonBody = async (ctx: Context): Promise<unknown> => {
  const encoding = ctx.get('Content-Encoding');
  if (encoding !== '' && encoding.toLowerCase() !== 'identity') {
    throw new Problem(415, 'unsupported_media_type', 'Compressed bodies are not read.');
  }
  const bytes = await getRawBody(ctx.req, { limit: LIMIT, length: ctx.get('Content-Length') || null });
  if (bytes.length === 0) return undefined;
  if (!ctx.is('application/json', '+json')) {
    throw new Problem(415, 'unsupported_media_type', 'Send the body as application/json.');
  }
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return parsed;
  } catch {
    // Neither the parser's words nor the text itself go back: both may quote what was sent.
    throw invalidRequest([{ path: '', problem: 'not JSON in UTF-8' }]);
  }
};
