import type { AddressInfo } from 'node:net';
import { sql } from 'slonik';
import { z } from 'zod';
import { createApp } from '../../api/app.ts';
import { authenticateBySession } from '../../api/authentication.ts';
import { createHttpServer } from '../../api/http-server.ts';
import { createMetrics } from '../../api/metrics.ts';
import { callCandidateRoutes } from '../../api/routes/call-candidates.ts';
import { callChangeRoutes } from '../../api/routes/call-changes.ts';
import { callNoteRoutes } from '../../api/routes/call-notes.ts';
import { callRoutes } from '../../api/routes/calls.ts';
import { leadExportRoutes } from '../../api/routes/lead-export.ts';
import { leadImportRoutes } from '../../api/routes/lead-import.ts';
import { leadMergeRoutes } from '../../api/routes/lead-merge.ts';
import { leadRoutes } from '../../api/routes/leads.ts';
import { missedCallRoutes } from '../../api/routes/missed-calls.ts';
import { noteRoutes } from '../../api/routes/notes.ts';
import { pendingCallRoutes } from '../../api/routes/pending-calls.ts';
import { dispositionRoutes } from '../../api/routes/settings-dispositions.ts';
import type { DeliverableFact } from '../../calls/delivery.ts';
import { createLog } from '../../config/log.ts';
import { hashSecret, newSessionToken } from '../../config/secrets.ts';
import { counsellorId, noRows } from '../../db/columns.ts';
import { createPool, type Pool } from '../../db/pool.ts';
import { addSession } from '../../db/sessions.ts';
import type { CounsellorId, InstituteId } from '../../domain/ids.ts';
import { createTestDatabase } from '../environment/database.ts';

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** Somebody at a browser, signed in. */
export interface Person {
  readonly id: CounsellorId;
  readonly instituteId: InstituteId;
  readonly name: string;
  /** @param T what the body is taken to be; its schema is held against it by the application itself */
  readonly call: <T = Record<string, unknown>>(method: string, path: string, body?: unknown) => Promise<Answer<T>>;
  /** For what is no JSON. */
  readonly send: (path: string, init?: RequestInit) => Promise<Response>;
}

/** The leads' part of the API over HTTP, on a database of its own with the institutes 1 and 2. */
export interface Desk {
  readonly db: Pool;
  readonly url: string;
  /** What was handed over for delivery, in order. */
  readonly delivered: DeliverableFact[];
  readonly person: (
    name: string,
    options?: { instituteId?: InstituteId; permissions?: readonly string[]; teamId?: string },
  ) => Promise<Person>;
  readonly close: () => Promise<void>;
}

export async function openDesk(): Promise<Desk> {
  const database = await createTestDatabase();
  const db = await createPool(database.url, { max: 20 });
  await db.query(sql.type(noRows)`
    insert into institute (id, name, country, time_zone)
    values (1, 'First', 'IN', 'Asia/Kolkata'), (2, 'Second', 'IN', 'Asia/Kolkata')
  `);
  const delivered: DeliverableFact[] = [];
  const routes = {
    db,
    now: Date.now,
    workflows: null,
    delivery: { deliver: (fact: DeliverableFact) => void delivered.push(fact) },
  };
  const app = createApp({
    endpoints: [
      ...leadRoutes(routes),
      ...leadMergeRoutes(routes),
      ...leadImportRoutes(routes),
      ...leadExportRoutes(routes),
      ...noteRoutes(routes),
      ...callRoutes(routes),
      ...callChangeRoutes(routes),
      ...callNoteRoutes(routes),
      ...callCandidateRoutes(routes),
      ...pendingCallRoutes(routes),
      ...missedCallRoutes(routes),
      ...dispositionRoutes(routes),
    ],
    authenticate: authenticateBySession(db, Date.now),
    log: createLog('test', 'fatal'),
    metrics: createMetrics(),
    trustProxy: false,
    checkReplies: true,
  });
  const server = createHttpServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server's address is an object.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    db,
    url,
    delivered,
    person: async (name, { instituteId = 1, permissions = ['full_numbers:yes', 'call_logs:all'], teamId } = {}) => {
      const id = await addCounsellor(db, { instituteId, name, permissions, teamId: teamId ?? null });
      const token = newSessionToken();
      const [now, expiresAt] = [Date.now(), Date.now() + 3_600_000];
      await db.transaction(async (tx) =>
        addSession(tx, { instituteId, counsellorId: id, tokenHash: hashSecret(token), now, expiresAt }),
      );
      return {
        id,
        instituteId,
        name,
        call: async (method, path, body) => ask(`${url}${path}`, method, token, body),
        send: async (path, init = {}) => {
          const headers = new Headers(init.headers);
          headers.set('cookie', `callthread_session=${token}`);
          return await fetch(`${url}${path}`, { ...init, headers });
        },
      };
    },
    close: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await db.end();
      await database.drop();
    },
  };
}

async function ask<T>(url: string, method: string, token: string, body: unknown): Promise<Answer<T>> {
  const response = await fetch(url, {
    method,
    headers: {
      cookie: `callthread_session=${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  // The application checks each good answer against its schema: that is what T rests on.
  return { status: response.status, body: (await response.json()) as T };
}

interface NewCounsellor {
  readonly instituteId: InstituteId;
  readonly name: string;
  readonly permissions: readonly string[];
  readonly teamId: string | null;
}

async function addCounsellor(
  db: Pool,
  { instituteId, name, permissions, teamId }: NewCounsellor,
): Promise<CounsellorId> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}.${instituteId}@desk.test`;
  await db.query(sql.type(noRows)`
    insert into team (institute_id, id, name) select ${instituteId}, ${teamId}, ${`Team ${teamId}`} where ${teamId}::uuid is not null
    on conflict do nothing
  `);
  if (teamId !== null) {
    await db.query(sql.type(noRows)`
      insert into team (institute_id, id, name) values (${instituteId}, ${teamId}, ${`Team ${teamId}`}) on conflict do nothing
    `);
  }
  const id = await db.oneFirst(sql.type(z.object({ id: counsellorId }))`
    insert into counsellor (institute_id, name, email, team_id) values (${instituteId}, ${name}, ${email}, ${teamId}) returning id
  `);
  for (const granted of permissions) {
    const [permission = '', scope = 'yes'] = granted.split(':');
    await db.query(sql.type(noRows)`
      insert into user_permission (institute_id, counsellor_id, permission, scope) values (${instituteId}, ${id}, ${permission}, ${scope})
    `);
  }
  return id;
}
