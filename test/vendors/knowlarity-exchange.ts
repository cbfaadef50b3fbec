import type { ServerResponse } from 'node:http';
import { bodyOf, listen } from '../../simulator/listen.ts';
import { Awaited } from '../feed/awaited.ts';

/** Knowlarity's stream and call log, as far as a reader of the stream sees them; on the loopback address. */
export interface KnowlarityExchange {
  readonly url: string;
  /** Keys of the streams that stand open, in the order they were opened. */
  readonly open: readonly string[];
  /** Keys that were asked for, refused ones too, with when. */
  readonly asked: readonly { readonly key: string; readonly at: number }[];
  /** Numbers of the last registration. */
  readonly registered: readonly string[];
  /** What the call log holds. */
  log: readonly object[];
  /** Streams are refused with this status. */
  refuseWith: number | null;
  /** Sends one event to whoever reads. */
  send(event: object): void;
  /** Breaks every stream off. */
  cut(): void;
  /** Resolves once so many streams stand open. */
  untilOpen(count?: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startKnowlarityExchange(): Promise<KnowlarityExchange> {
  const streams = new Map<ServerResponse, string>();
  const awaited = new Awaited();
  const asked: { key: string; at: number }[] = [];
  let registered: readonly string[] = [];

  const server = await listen(0, async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://exchange');
    const body = await bodyOf(request);
    const [, key] = /^\/update-stream\/([^/]+)\/konnect$/.exec(url.pathname) ?? [];
    if (key !== undefined) openStream(key, response);
    else answer(url, body, response);
  });

  function openStream(key: string, response: ServerResponse): void {
    asked.push({ key, at: Date.now() });
    if (exchange.refuseWith === null) {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': welcome\n\n');
      streams.set(response, key);
      response.once('close', () => {
        streams.delete(response);
        awaited.look();
      });
    } else response.writeHead(exchange.refuseWith).end('no');
    awaited.look();
  }

  function answer(url: URL, body: string, response: ServerResponse): void {
    response.setHeader('content-type', 'application/json');
    if (url.pathname === '/api/v1/registrations') {
      registered = (JSON.parse(body) as { knowlarity_number: readonly string[] }).knowlarity_number; // our own client's
      response.end('{"message":"Successfully registered."}');
    } else if (url.pathname.endsWith('/calllog')) {
      response.end(JSON.stringify({ meta: { total_count: exchange.log.length }, objects: exchange.log }));
    } else response.writeHead(404).end('{}');
  }

  const exchange: KnowlarityExchange = {
    url: server.url,
    asked,
    get open() {
      return [...streams.values()];
    },
    get registered() {
      return registered;
    },
    log: [],
    refuseWith: null,
    send: (event) => {
      for (const stream of streams.keys()) stream.write(`data: ${JSON.stringify(event)}\n\n`);
    },
    cut: () => {
      for (const stream of streams.keys()) stream.destroy();
    },
    untilOpen: async (count = 1) => await awaited.when(() => streams.size === count),
    stop: server.stop,
  };
  return exchange;
}
