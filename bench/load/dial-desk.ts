import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const asked = z.object({ custom_identifier: z.string() });

/** A vendor that takes every call it is asked to place, and says when each request came. */
export interface DialDesk {
  readonly url: string;
  /** When it was asked for the call with this reference, on `performance.now()`; it remembers what came before anybody wanted to know. */
  placed(reference: string): Promise<number>;
  stop(): Promise<void>;
}

/** As little of TataTele's API as a click to call needs: the log-in and the call, answered at once; no call is live or on record. */
export async function openDialDesk(): Promise<DialDesk> {
  const calls = new Map<string, PromiseWithResolvers<number>>();
  const call = (reference: string): PromiseWithResolvers<number> => {
    const known = calls.get(reference) ?? Promise.withResolvers<number>();
    calls.set(reference, known);
    return known;
  };
  const server = createServer((request, response) => {
    const at = performance.now();
    void text(request).then((body) => {
      response.setHeader('content-type', 'application/json');
      if (request.url === '/v1/auth/login') {
        response.end(JSON.stringify({ success: true, access_token: 'token', token_type: 'bearer', expires_in: 3600 }));
        return;
      }
      if (request.method === 'GET') {
        // Asked for a record or a recording: it has none.
        response.end(JSON.stringify(request.url === '/v1/live_calls' ? [] : { count: 0, results: [] }));
        return;
      }
      const { custom_identifier: reference } = asked.parse(JSON.parse(body));
      call(reference).resolve(at);
      response.end(
        JSON.stringify({ success: true, message: 'Originate successfully queued', call_id: `at-vendor-${reference}` }),
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a path
  return {
    url: `http://127.0.0.1:${port}`,
    placed: async (reference) => await call(reference).promise,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
