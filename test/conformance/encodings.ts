import { readBody, type ClassicRequest } from '../../vendors/classic/body.ts';
import type { Json, JsonObject } from '../../vendors/json.ts';

const flat = (value: Json): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));
const pairsOf = (payload: JsonObject): Record<string, string> =>
  Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, flat(value)]));

/** The same payload as JSON, and flattened as a form, as multipart and as a query: nested values become JSON in a text. */
export async function encodingsOf(payload: JsonObject, methods: readonly string[]): Promise<readonly ClassicRequest[]> {
  const query = new URLSearchParams(pairsOf(payload));
  const form = new FormData();
  for (const [name, value] of query) form.append(name, value);
  const multipart = new Response(form);
  const empty = { raw: Buffer.alloc(0), query: new URLSearchParams() };
  const posts: readonly ClassicRequest[] = [
    { ...empty, method: 'POST', contentType: 'application/json', raw: Buffer.from(JSON.stringify(payload)) },
    { ...empty, method: 'POST', contentType: 'application/x-www-form-urlencoded', raw: Buffer.from(query.toString()) },
    {
      ...empty,
      method: 'POST',
      contentType: multipart.headers.get('content-type') ?? undefined,
      raw: Buffer.from(await multipart.arrayBuffer()),
    },
  ];
  const get: ClassicRequest = { ...empty, method: 'GET', contentType: undefined, query };
  return [...(methods.includes('POST') ? posts : []), ...(methods.includes('GET') ? [get] : [])];
}

/** A request as an endpoint gets it. */
export async function decoded(request: ClassicRequest) {
  const body = await readBody(request);
  if (!body.ok) throw new Error(`not read: ${body.problem}`);
  return { method: request.method === 'GET' ? ('GET' as const) : ('POST' as const), fields: body.fields };
}
