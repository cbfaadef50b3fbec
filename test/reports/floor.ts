import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { sql } from 'slonik';
import { z } from 'zod';
import { createApp } from '../../api/app.ts';
import { authenticateBySession } from '../../api/authentication.ts';
import { createHttpServer } from '../../api/http-server.ts';
import { createMetrics } from '../../api/metrics.ts';
import { callChangeRoutes } from '../../api/routes/call-changes.ts';
import { callRoutes } from '../../api/routes/calls.ts';
import { leadMergeRoutes } from '../../api/routes/lead-merge.ts';
import { reportRoutes } from '../../api/routes/reports.ts';
import { createLog } from '../../config/log.ts';
import { hashSecret, newSessionToken } from '../../config/secrets.ts';
import { counsellorId, noRows } from '../../db/columns.ts';
import { addSession } from '../../db/sessions.ts';
import type { InstituteId } from '../../domain/ids.ts';
import { openGround, type Ground } from '../convergence/ground.ts';
import { ask, type Answer } from '../spine/stage.ts';

/** Somebody of an institute who asks the API. */
export interface Reader {
  readonly id: string;
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly post: (path: string, body: unknown) => Promise<Answer>;
  /** All items of a list, walked by its cursor, three at a time. */
  readonly walk: (path: string) => Promise<readonly Answer['body'][]>;
}

/** The ground of test/convergence, with the API of calls and reports over it. */
export interface ReportFloor {
  readonly ground: Ground;
  /** Signs somebody in who holds these permissions; as "call_reports:team". */
  reader(instituteId: InstituteId, permissions?: readonly string[], teamId?: string): Promise<Reader>;
  close(): Promise<void>;
}

/** Everything that lists and reports need. */
export const EVERYTHING = ['call_logs:all', 'call_reports:all', 'full_numbers:yes'] as const;

const PAGE = 3;

export async function openReportFloor(): Promise<ReportFloor> {
  const ground = await openGround();
  const db = ground.pool;
  const deps = { db, now: Date.now, workflows: null, delivery: { deliver: () => undefined } };
  const app = createApp({
    endpoints: [...callRoutes(deps), ...callChangeRoutes(deps), ...leadMergeRoutes(deps), ...reportRoutes(deps)],
    authenticate: authenticateBySession(db, Date.now),
    log: createLog('test', 'fatal'),
    metrics: createMetrics(),
    trustProxy: false,
    checkReplies: true,
  });
  const server = createHttpServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server's address is an object.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let readers = 0;

  return {
    ground,
    reader: async (instituteId, permissions = EVERYTHING, teamId) => {
      readers += 1;
      const id = await db.oneFirst(sql.type(z.object({ id: counsellorId }))`
        insert into counsellor (institute_id, name, email, team_id)
        values (${instituteId}, ${`Reader ${readers}`}, ${`reader.${readers}@floor.test`}, ${teamId ?? null})
        returning id
      `);
      for (const granted of permissions) {
        const [permission = '', scope = 'yes'] = granted.split(':');
        await db.query(sql.type(noRows)`
          insert into user_permission (institute_id, counsellor_id, permission, scope)
          values (${instituteId}, ${id}, ${permission}, ${scope})
        `);
      }
      const token = newSessionToken();
      const session = {
        instituteId,
        counsellorId: id,
        tokenHash: hashSecret(token),
        now: Date.now(),
        expiresAt: Date.now() + 3_600_000,
      };
      await db.transaction(async (tx) => addSession(tx, session));
      const cookie = { cookie: `callthread_session=${token}` };
      const get: Reader['get'] = async (path, headers = {}) =>
        await ask(`${url}${path}`, 'GET', undefined, { ...cookie, ...headers });
      return {
        id,
        get,
        post: async (path, body) => await ask(`${url}${path}`, 'POST', body, cookie),
        walk: async (path) => {
          const items: Answer['body'][] = [];
          for (let cursor: string | null = ''; cursor !== null;) {
            const { status, body }: Answer = await get(`${path}&limit=${PAGE}${cursor && `&cursor=${cursor}`}`);
            if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
            items.push(...body.items);
            cursor = body.nextCursor;
          }
          return items;
        },
      };
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await ground.close();
    },
  };
}
