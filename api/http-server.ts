import { createServer, type Server } from 'node:http';
import type Koa from 'koa';

/**
 * The HTTP server of an application, not yet listening. A client has 10 s for its head and 30 s for its whole
 * request; how long an answer lasts is not bounded: streams last for hours.
 */
export const createHttpServer = (app: Koa): Server => {
  const handle = app.callback();
  const server = createServer((request, response) => {
    // Koa answers its own errors; its promise never rejects.
    void handle(request, response);
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  // Longer than the usual 60 s of proxies, so that it is they who close an idle connection.
  server.keepAliveTimeout = 65_000;
  return server;
};
