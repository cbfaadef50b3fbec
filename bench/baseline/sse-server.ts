import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import SseChannel from 'sse-channel';
import { Environment } from '../../config/environment.ts';
import { createLog } from '../../config/log.ts';
import { runService } from '../../config/process.ts';

/**
 * sse-channel alone: it holds the streams of `/stream?who=…` and sends what is posted to `/send` to the one it names.
 * No session, no snapshot, no numbers, no database.
 */

const environment = new Environment();
const log = createLog('sse', environment.logLevel);

await runService(start, log, environment.shutdownGraceSeconds);

async function start() {
  const channel = new SseChannel({ retryTimeout: 2000, pingInterval: 15_000 });
  const streams = new Map<string, ServerResponse>();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sse');
    const who = searchParams.get('who') ?? '';
    if (pathname === '/stream') {
      channel.addClient(request, response);
      streams.set(who, response);
      channel.send({ id: 1, event: 'snapshot', data: '{"popups":[]}' }, [response]);
      return;
    }
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const stream = streams.get(who);
      if (stream) channel.send({ id: 2, event: 'popup', data: body }, [stream]);
      response.writeHead(200, { 'content-length': '2' }).end('{}');
    });
  });
  server.listen(environment.port, environment.host);
  await once(server, 'listening');
  return {
    stop: async () => {
      channel.close();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
