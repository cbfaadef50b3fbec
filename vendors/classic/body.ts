import { isObject, readJson, storable } from '../json.ts';
import { mergeFields } from './fields.ts';
import type { Fields } from './fields.ts';

export interface ClassicRequest {
  readonly method: string;
  readonly contentType: string | undefined;
  /** The body's bytes, already bounded and decompressed by whoever read them. */
  readonly raw: Buffer;
  readonly query: URLSearchParams;
}

export type ReadBody =
  | { readonly ok: true; readonly fields: Fields }
  | { readonly ok: false; readonly problem: BodyProblem };

/** In the order of contract 1.2. */
export type BodyProblem = 'unreadable' | 'not_an_object' | 'no_readable_type';

/** What each problem is answered with. */
export const bodyProblems: Readonly<Record<BodyProblem, { readonly status: 400 | 415; readonly message: string }>> = {
  unreadable: { status: 400, message: 'Unreadable body' },
  not_an_object: { status: 400, message: 'The body is not an object' },
  no_readable_type: { status: 415, message: 'Send JSON, a form or multipart' },
};

const problem = (which: BodyProblem): ReadBody => ({ ok: false, problem: which });

const fromPairs = (pairs: Iterable<readonly [string, string]>): Fields => {
  const byKey = Map.groupBy(pairs, ([key]) => storable(key));
  return Object.fromEntries(
    [...byKey].map(([key, sent]) => {
      const values = sent.map(([, value]) => storable(value));
      return [key, values.length === 1 ? (values[0] ?? null) : values];
    }),
  );
};

/** A file where a value belongs says nothing; that there was one is kept. */
const multipart = async (raw: Buffer, contentType: string): Promise<Fields | null> => {
  try {
    const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': contentType } }).formData();
    return fromPairs([...form].map(([key, value]) => [key, typeof value === 'string' ? value : '']));
  } catch {
    return null; // no boundary, or a body that does not keep to it
  }
};

const readPost = async (raw: Buffer, contentType: string): Promise<Fields | BodyProblem> => {
  const text = raw.toString('utf8');
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const json = readJson(text);
  if (isObject(json)) return json;
  if (json !== undefined) return 'not_an_object';
  if (type === 'application/x-www-form-urlencoded') return fromPairs(new URLSearchParams(text));
  if (type === 'multipart/form-data') return (await multipart(raw, contentType)) ?? 'unreadable';
  return /^(?:application|text)\/(?:[\w.-]+\+)?json$/.test(type) ? 'unreadable' : 'no_readable_type';
};

/**
 * The fields of a classic request (contract 1): of a `GET` the query, else the body as JSON, form
 * or multipart with the query behind it. What parses as JSON is JSON whatever its content type
 * says. A `POST` without a body is read from its query; without either it is as unreadable as its
 * type makes it. Never throws; the length limit (413) belongs to whoever reads the bytes.
 */
export const readBody = async (request: ClassicRequest): Promise<ReadBody> => {
  const query = fromPairs(request.query);
  if (request.method === 'GET') return { ok: true, fields: query };
  const empty = request.raw.every((byte) => byte <= 0x20);
  if (empty && request.query.size > 0) return { ok: true, fields: query };
  const body = await readPost(request.raw, request.contentType ?? '');
  return typeof body === 'string' ? problem(body) : { ok: true, fields: mergeFields(body, query) };
};
