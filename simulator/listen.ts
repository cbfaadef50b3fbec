import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Listening {
  /** "http://127.0.0.1:<port>" */
  readonly url: string;
  readonly port: number;
  /** Stops at once: connections under way are cut. */
  readonly stop: () => Promise<void>;
}

/** Serves HTTP on the loopback address. Port 0 takes a free one. */
export const listen = async (
  port: number,
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<Listening> => {
  const server = createServer((request, response) => {
    // A fault cuts connections on purpose; anything else that fails here is the simulator's own.
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

/** The body as text. A stand-in is only ever fed by ourselves: no limit. */
export const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};
