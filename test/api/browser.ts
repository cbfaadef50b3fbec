/** Somebody's browser: cookies by origin, and redirects followed one by one. */
export class Browser {
  readonly #jars = new Map<string, Map<string, string>>();

  /** Where each redirect of the last journey led. */
  readonly path: string[] = [];

  /** Goes to an address and on, as redirects say, until `isThere` or an answer that is no redirect. */
  async go(
    start: string,
    isThere: (url: URL) => boolean = () => false,
  ): Promise<{ readonly url: URL; readonly response: Response | null }> {
    this.path.length = 0;
    let url = new URL(start);
    while (!isThere(url)) {
      const response = await this.ask(url);
      const next = response.headers.get('location');
      if (next === null) return { url, response };
      url = new URL(next, url);
      this.path.push(url.href);
    }
    return { url, response: null };
  }

  /** One request, by cookies of its own. */
  async ask(url: URL, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const jar = this.#jars.get(url.origin) ?? new Map<string, string>();
    this.#jars.set(url.origin, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { ...headers, cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  /** Another browser with the same cookies. */
  copy(): Browser {
    const twin = new Browser();
    for (const [origin, jar] of this.#jars) twin.#jars.set(origin, new Map(jar));
    return twin;
  }
}
