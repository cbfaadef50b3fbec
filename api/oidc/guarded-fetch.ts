import type { Http, HttpRequest } from '../../vendors/http.ts';

/** An institution's provider gave no answer: nothing is wrong with who wants in. */
export class ProviderAwayError extends Error {
  override readonly name = 'ProviderAwayError';
  readonly code = 'provider_away';
}

/** For each request to a provider, in ms. */
const TIMEOUT_MS = 5000;
/** Of an answer: metadata, keys and claims are a few KiB. */
const MAX_BYTES = 512 * 1024;

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST'] satisfies readonly HttpRequest['method'][]);
const isMethod = (text: string): text is HttpRequest['method'] => METHODS.has(text);

interface FetchOptions {
  readonly method: string;
  readonly headers: Headers | Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/**
 * `fetch` as the OpenID Connect libraries want it, by our one way out: no internal address but those allowed, no redirect
 * followed, bounded in time and size. Rejects with ProviderAwayError.
 */
export const guardedFetch =
  (http: Http) =>
  async (url: string, { method, headers, body, signal }: FetchOptions): Promise<Response> => {
    if (!isMethod(method)) throw new ProviderAwayError('a method that is not ours to send');
    const answer = await http.send({
      method,
      url: new URL(url),
      headers: Object.fromEntries(new Headers(headers)),
      ...(body instanceof URLSearchParams || typeof body === 'string' ? { body: String(body) } : {}),
      ...(signal === undefined ? {} : { signal }),
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    });
    if (!answer.ok) throw new ProviderAwayError(answer.problem);
    // A Response of these may have no body, not even an empty one.
    const isEmpty = [204, 205, 304].includes(answer.status);
    const type = answer.headers['content-type'];
    return new Response(isEmpty ? null : answer.text, {
      status: answer.status,
      headers: type === undefined ? {} : { 'content-type': type },
    });
  };
