import type { ServerResponse } from 'node:http';
import { bodyOf, listen } from '../../simulator/listen.ts';

/** One request as a stand-in for a vendor was asked it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Of a JSON or form body. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A vendor's API of which a test says what it answers, on the loopback address. */
export interface Stub {
  readonly url: string;
  readonly asked: Asked[];
  answer: (request: Asked, response: ServerResponse) => void;
  readonly stop: () => Promise<void>;
}

export const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

export async function startStub(): Promise<Stub> {
  const asked: Asked[] = [];
  const server = await listen(0, async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://vendor');
    const body = await bodyOf(request);
    const isJson = request.headers['content-type']?.includes('json') ?? false;
    const one: Asked = {
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      fields: isJson ? (JSON.parse(body) as Asked['fields']) : Object.fromEntries(new URLSearchParams(body)),
    };
    asked.push(one);
    stub.answer(one, response);
  });
  const stub: Stub = { url: server.url, asked, answer: (_, response) => json(response, 404, {}), stop: server.stop };
  return stub;
}
