import type { Http, HttpOpened, HttpProblem } from '../../vendors/http.ts';

/** Where a recording lies. */
export interface Address {
  readonly url: string;
  /** What is shown to that address's origin, and to no other. */
  readonly headers: Readonly<Record<string, string>>;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;

export type OpenedAddress =
  | (Extract<HttpOpened, { ok: true }> & { readonly path: string })
  | { readonly ok: false; readonly problem: HttpProblem };

/**
 * Opens an address and follows where it leads, at most five times. Each step is held against the guard like the first,
 * none leads from https to http, and what is shown to the first origin is shown to no other, nor to the first again
 * once the way has left it.
 */
export async function openAddress(
  http: Http,
  { url: text, headers: shown }: Address,
  {
    headers,
    headMs,
    signal,
  }: { readonly headers: Readonly<Record<string, string>>; readonly headMs: number; readonly signal: AbortSignal },
): Promise<OpenedAddress> {
  let url = URL.parse(text);
  const origin = url?.origin;
  let left = false;
  for (let step = 0; step <= MOST_REDIRECTS && url !== null; step += 1) {
    left ||= url.origin !== origin;
    const opened = await http.open({
      method: 'GET',
      url,
      headers: { ...headers, ...(left ? {} : shown) },
      timeoutMs: headMs,
      signal,
    });
    if (!opened.ok) return opened;
    if (!REDIRECTS.has(opened.status)) return { ...opened, path: url.pathname };
    opened.body.destroy();
    const next: URL | null = URL.parse(opened.headers.location ?? '', url.href);
    if (next?.protocol === 'http:' && url.protocol === 'https:') return { ok: false, problem: 'address_refused' };
    url = next;
  }
  return { ok: false, problem: 'not_connected' };
}
