/** What the product answered. */
export interface Answer {
  readonly status: number;
  /** JSON, read by whoever asked: they say what they expect of it (product/shapes). */
  readonly body: unknown;
}

/** A question to the product takes no longer, in ms. */
const ANSWER_WITHIN_MS = 30_000;

/** Asks the product once. @throws when it can't be reached or does not answer in time */
export async function ask(
  url: string,
  method: string,
  sent?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer & { readonly cookie: string | null }> {
  const response = await fetch(url, {
    method,
    headers: { ...(sent !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(sent !== undefined && { body: JSON.stringify(sent) }),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? null;
  return { status: response.status, body: isJson ? (JSON.parse(text) as unknown) : text, cookie };
}

/** Somebody of the institute, signed in at the product. */
export class Person {
  readonly url: string;
  readonly cookie: string;

  constructor(url: string, cookie: string) {
    this.url = url;
    this.cookie = cookie;
  }

  static async signIn(url: string, email: string, password: string): Promise<Person> {
    const { status, cookie } = await ask(`${url}/v1/session`, 'POST', { email, password });
    if (status !== 200 || cookie === null) throw new Error(`The product let nobody in: ${status}`);
    return new Person(url, cookie);
  }

  async call(
    method: string,
    path: string,
    sent?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    return await ask(this.url + path, method, sent, { cookie: this.cookie, ...headers });
  }

  /** @throws when the product answers with anything but 2xx: nothing can go on then */
  async must(method: string, path: string, sent?: unknown): Promise<unknown> {
    const { status, body } = await this.call(method, path, sent);
    if (status < 200 || status > 299) throw new Error(`${method} ${path} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }
}
