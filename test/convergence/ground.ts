import { sql } from 'slonik';
import { z } from 'zod';
import { addFact } from '../../calls/facts.ts';
import { advance } from '../../calls/advance.ts';
import { counsellorId, leadId, noRows } from '../../db/columns.ts';
import type { NewFact } from '../../db/facts.ts';
import { createPool, type Pool } from '../../db/pool.ts';
import { insertCall } from '../../db/placing.ts';
import type { Direction } from '../../domain/call/facts.ts';
import type { Advanced } from '../../domain/call/messages.ts';
import type { CallId, CounsellorId, EpochMs, InstituteId, LeadId } from '../../domain/ids.ts';
import { asha, bilal, chitra, START } from '../build/facts.ts';
import { createTestDatabase } from '../environment/database.ts';

/** The student's number in every case: each case is an institute of its own. */
export const NUMBER = '+919812345670';
/** Calls to it belong to the campaign "Website". */
export const DID = '+918047100100';

const idRow = z.object({ id: z.string() });

/** A database in which each case gets an institute of its own, so that cases never meet. */
export interface Ground {
  readonly pool: Pool;
  readonly url: string;
  /** An institute with the counsellors Asha, Bilal and Chitra, whose vendor account has these settings, and a key to ask with. */
  institute(settings?: object, hasKey?: boolean): Promise<Case>;
  close(): Promise<void>;
}

export interface Case {
  readonly id: InstituteId;
  readonly people: ReadonlyMap<string, CounsellorId>;
  /** A lead of the student's number, owned by those named and last active that many seconds before the start. */
  lead(name: string, owners?: readonly string[], quietFor?: number): Promise<LeadId>;
  /** A call of the student that has no facts yet. */
  call(wish?: { direction?: Direction; firstHeardAt?: EpochMs }): Promise<CallId>;
  /** Adds facts whose counsellors and leads go by the names of test/build/facts. */
  add(call: CallId, facts: readonly NewFact[], leads?: Readonly<Record<string, LeadId>>): Promise<void>;
  advance(call: CallId, now: EpochMs, by?: 'workflow' | 'other'): Promise<Advanced | null>;
  /** Lets time pass until nothing is left to wait for, and says when that is; a vendor that is asked cannot be reached. */
  finish(call: CallId, from: EpochMs): Promise<EpochMs>;
}

export async function openGround(): Promise<Ground> {
  const database = await createTestDatabase();
  const pool = await createPool(database.url, { max: 12 });
  let last = 0;
  return {
    pool,
    url: database.url,
    institute: async (settings = {}, hasKey = true) => {
      const id = (last += 1);
      return caseOf(pool, id, await buildInstitute(pool, id, settings, hasKey));
    },
    close: async () => {
      await pool.end();
      await database.drop();
    },
  };
}

async function buildInstitute(
  pool: Pool,
  id: InstituteId,
  settings: object,
  hasKey: boolean,
): Promise<ReadonlyMap<string, CounsellorId>> {
  await pool.query(sql.type(noRows)`insert into institute (id, name) values (${id}, 'Convergence')`);
  await pool.query(sql.type(noRows)`
    insert into did (institute_id, number_key, number, campaign) values (${id}, ${DID}, ${DID}, 'Website')
  `);
  await pool.query(sql.type(noRows)`
    insert into role_permission (institute_id, role, permission, scope) values (${id}, 'counsellor', 'receive_popups', 'yes')
  `);
  const people = await pool.any(sql.type(z.object({ name: z.string(), id: counsellorId }))`
    insert into counsellor (institute_id, name, email, roles)
    select ${id}::integer, name, name || ${`.${id}@build.test`}, array['counsellor']
    from unnest(${sql.array([asha, bilal, chitra], 'text')}) as given (name)
    returning name, id
  `);
  for (const person of people) {
    await pool.query(sql.type(noRows)`
      insert into agent_number (institute_id, vendor, number_key, entered, counsellor_id)
      values (${id}, 'tatatel', ${person.name}, ${person.name}, ${person.id})
    `);
  }
  const named = new Map(people.map((person) => [person.name, person.id]));
  await pool.query(sql.type(noRows)`
    insert into vendor_account (institute_id, vendor, enabled, settings, credentials)
    values (${id}, 'tatatel', true, ${sql.jsonb(embody(settings, named))}, ${sql.jsonb(hasKey ? { authenticationKey: {} } : {})})
  `);
  return named;
}

/** The value with each name of test/build/facts replaced by the id it has here. */
export function embody<T>(value: T, ids: ReadonlyMap<string, string>): T {
  let text = JSON.stringify(value);
  for (const [name, id] of ids) text = text.replaceAll(`"${name}"`, `"${id}"`);
  return JSON.parse(text) as T;
}

function caseOf(pool: Pool, instituteId: InstituteId, people: ReadonlyMap<string, CounsellorId>): Case {
  const it: Case = {
    id: instituteId,
    people,
    lead: async (name, owners = [], quietFor = 1) => {
      const before = sql.timestamp(new Date(START - quietFor * 1000));
      const id = await pool.oneFirst(sql.type(z.object({ id: leadId }))`
        insert into lead (institute_id, name, origin, last_active_at, created_at)
        values (${instituteId}, ${name}, 'Website', ${before}, ${before})
        returning id
      `);
      await pool.query(sql.type(noRows)`
        insert into lead_phone (institute_id, lead_id, number_key, kind) values (${instituteId}, ${id}, ${NUMBER}, 'primary')
      `);
      for (const [position, owner] of owners.entries()) {
        await pool.query(sql.type(noRows)`
          insert into lead_owner (institute_id, lead_id, counsellor_id, position)
          values (${instituteId}, ${id}, ${people.get(owner) ?? null}, ${position + 1})
        `);
      }
      return id;
    },
    call: async ({ direction = 'inbound', firstHeardAt = START } = {}) =>
      await pool.transaction(async (tx) => {
        const { id } = await insertCall(tx, {
          instituteId,
          vendor: 'tatatel',
          direction,
          numberKey: NUMBER,
          didKey: null,
          vendorCallId: null,
          blocked: false,
          unclaimed: false,
          refs: [],
          now: firstHeardAt,
        });
        return id;
      }),
    add: async (call, facts, leads = {}) => {
      const ids = new Map<string, string>([...people, ...Object.entries(leads)]);
      await pool.transaction(async (tx) => {
        for (const fact of facts) await addFact(tx, { instituteId, callId: call, fact: embody(fact, ids) });
      });
    },
    advance: async (call, now, by = 'other') =>
      await pool.transaction(async (tx) => await advance(tx, { instituteId, callId: call, now, by })),
    finish: async (call, from) => {
      let now = from;
      for (let step = 0; step < 300; step += 1) {
        const standing = await it.advance(call, now, step % 2 === 0 ? 'other' : 'workflow');
        if (standing === null || standing.closed) return now;
        const heard = { receivedAt: now, flags: [] };
        const unreachable = { result: 'unreachable', ...heard } as const;
        if (standing.ask === null) now = standing.wakeAt ?? now;
        else if (standing.ask === 'recording') await it.add(call, [{ kind: 'recording_absent', ...unreachable }]);
        else await it.add(call, [{ kind: 'record_pulled', report: null, alsoRung: [], ...unreachable }]);
      }
      throw new Error('The call does not close');
    },
  };
  return it;
}

/** The rows of an institute as the database numbers their versions: equal when nothing was written in between. */
export async function rowVersions(pool: Pool, instituteId: InstituteId): Promise<readonly string[]> {
  const tables = await pool.anyFirst(sql.type(z.object({ table: z.string() }))`
    select c.table_name as "table"
    from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'institute_id' and t.table_type = 'BASE TABLE'
    order by 1
  `);
  const each = tables.map(
    (table) => sql.fragment`
      select ${table} || ' ' || ctid::text || ' ' || xmin::text as id from ${sql.identifier([table])} where institute_id = ${instituteId}
    `,
  );
  return await pool.anyFirst(sql.type(idRow)`${sql.join(each, sql.fragment` union all `)} order by 1`);
}
