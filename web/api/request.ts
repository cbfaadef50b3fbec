/** What went wrong, in a sentence for people and a code for the page (RFC 9457, as api/problem.ts writes it). */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem';
  /** 0: there was no answer. */
  readonly status: number;
  readonly code: string;
  /** What is wrong where, of a form. */
  readonly fields: readonly { readonly path: string; readonly problem: string }[];
  /** The whole answer, for what it carries beside the sentence. */
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    super(typeof body['detail'] === 'string' ? body['detail'] : FALLBACK);
    this.status = status;
    this.code = typeof body['code'] === 'string' ? body['code'] : 'unknown';
    this.body = body;
    // Our own server's list: its shape is api/problem.ts's.
    this.fields = Array.isArray(body['errors']) ? (body['errors'] as RequestProblem['fields']) : [];
  }
}

const FALLBACK = 'Something went wrong. Try again.';
const NO_ANSWER = {
  code: 'no_answer',
  detail: 'There is no connection to Callthread. Try again when the connection is back.',
};
/** Longer than an answer of the API takes, but for those that wait for a vendor. */
const TIMEOUT_MS = 20_000;

export interface Sent {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** How long the answer is waited for. Default 20 s. */
  readonly timeoutMs?: number;
}

/**
 * One call of the API.
 *
 * @param T what the endpoint answers by its schema (contract.ts)
 * @throws RequestProblem for everything but a good answer
 */
export async function request<T>(
  path: string,
  { method = 'GET', body, headers = {}, signal, timeoutMs = TIMEOUT_MS }: Sent = {},
): Promise<T> {
  const limit = AbortSignal.timeout(timeoutMs);
  const response = await fetch(path, {
    method,
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
  }).catch((error: unknown) => {
    // Whoever asked has lost interest: no problem of anybody's.
    if (signal?.aborted) throw error;
    throw new RequestProblem(0, NO_ANSWER);
  });
  const text = await response.text();
  const parsed = readJson(text);
  if (!response.ok) throw new RequestProblem(response.status, parsed ?? {});
  // The API checks its answers against the schemas that T comes from, in its tests.
  return parsed as T;
}

function readJson(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    // Empty (204), or of something between us and the API that speaks no JSON.
    return null;
  }
}

/** A query without what is not set: "?search=riya&limit=50". */
export function queryOf(fields: Readonly<Record<string, string | number | boolean | null | undefined>>): string {
  const set = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return set.length === 0
    ? ''
    : `?${new URLSearchParams(set.map(([name, value]) => [name, String(value)])).toString()}`;
}

/** The sentence for people of whatever was thrown. */
export const sentenceOf = (error: unknown): string => (error instanceof RequestProblem ? withFields(error) : FALLBACK);

function withFields({ message, fields }: RequestProblem): string {
  const named = fields.map(({ path, problem }) => (path === '' ? problem : `${path}: ${problem}`));
  return named.length === 0 ? message : `${named.join('; ')}.`;
}
