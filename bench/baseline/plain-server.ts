import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import Koa from 'koa';
import { Client } from 'pg';
import { getRawBody } from 'raw-body';
import { createPool as createSlonikPool, sql } from 'slonik';
import SseChannel from 'sse-channel';
import { z } from 'zod';
import { Environment } from '../../config/environment.ts';
import { createLog } from '../../config/log.ts';
import { runService } from '../../config/process.ts';
import { createPool, type Db } from '../../db/pool.ts';
import { keepPlainly } from './plain-calls.ts';

/**
 * The least a webhook receiver can do: Koa, slonik, one insert a request, and an answer once it is committed. `/notified`
 * also tells the database's listeners, and `/stream` is what they tell the browser. Nothing is checked, looked up or
 * joined: what Callthread costs beyond this is what it does. slonik is as it comes; behind `/tuned` it is
 * set as in db/pool.ts: statements are prepared, connections not reset. `/kept` keeps the request in our own tables, as a
 * plain service would (plain-calls.ts).
 */

/** slonik as it comes gives a bigint. */
const inserted = z.object({ id: z.union([z.number(), z.bigint()]) });
const written = z.object({ notified: z.string() });

const environment = new Environment();
const log = createLog('plain', environment.logLevel);

await runService(start, log, environment.shutdownGraceSeconds);

async function start() {
  const { databaseUrl, intakePoolSize: max } = environment;
  const pool = await createSlonikPool(databaseUrl, { maxPoolSize: max });
  const tuned = await createPool(databaseUrl, { max, min: 2 });
  await pool.query(sql.type(z.object({}))`
    create table if not exists event (id bigserial primary key, at timestamptz not null default now(), body jsonb not null)
  `);
  const channel = new SseChannel({ retryTimeout: 2000, pingInterval: 15_000 });
  const listener = new Client({ connectionString: environment.databaseUrl });
  await listener.connect();
  await listener.query('listen event');
  const streams: ServerResponse[] = [];
  listener.on('notification', ({ payload = '' }) => channel.send({ event: 'popup', data: payload }, streams));

  const app = new Koa();
  app.use(async (ctx) => {
    if (ctx.path === '/stream') {
      ctx.respond = false;
      channel.addClient(ctx.req, ctx.res);
      streams.push(ctx.res);
      return;
    }
    const body: unknown = JSON.parse((await getRawBody(ctx.req)).toString());
    await keep(ctx.path, body);
    ctx.body = { status: 1, message: 'Notification accepted' };
  });
  const server = app.listen(environment.port, environment.host);
  // As ours: the bench's lines are idle while the other side is measured.
  server.keepAliveTimeout = 65_000;
  await once(server, 'listening');

  async function keep(path: string, body: unknown): Promise<void> {
    if (path === '/kept') return await keepPlainly(pool, body);
    await (path === '/notified' ? insertAndNotify(body) : insert(path === '/tuned' ? tuned : pool, body));
  }

  async function insert(db: Db, body: unknown): Promise<void> {
    await db.one(sql.type(inserted)`insert into event (body) values (${sql.jsonb(body as never)}) returning id`);
  }

  async function insertAndNotify(body: unknown): Promise<void> {
    await pool.one(sql.type(written)`
      with written as (insert into event (body) values (${sql.jsonb(body as never)}) returning body)
      select pg_notify('event', body::text)::text as notified from written
    `);
  }

  return {
    stop: async () => {
      channel.close();
      server.close();
      server.closeAllConnections();
      await listener.end();
      await Promise.all([pool.end(), tuned.end()]);
    },
  };
}
