import { sql } from 'slonik';
import { z } from 'zod';
import { hashSecret, newSessionToken } from '../config/secrets.ts';
import { counsellorId, noRows } from '../db/columns.ts';
import type { Pool } from '../db/pool.ts';
import { seedDemo } from '../dev/demo.ts';
import { demo } from '../dev/demo-data.ts';
import { phoneKey } from '../domain/numbers/phone.ts';
import { insertPastCalls } from './past-calls.ts';

/** A counsellor with a telephone and a session. */
export interface Counsellor {
  readonly id: string;
  /** As the vendor sends it. */
  readonly agent: string;
  readonly cookie: string;
}

/** The demo institute, grown to the size of a bench. */
export interface BenchInstitute {
  readonly counsellors: readonly Counsellor[];
  /** Number and owner's telephone of the leads that have one. */
  readonly owned: readonly { readonly number: string; readonly agent: string }[];
}

export interface InstituteWish {
  readonly counsellors: number;
  /** Leads with a number and an owner. */
  readonly leads: number;
  /** Over the vendor account's defaults. */
  readonly times?: Readonly<Record<string, number>>;
}

const SESSION_HOURS = 2;
const PAST_CALLS = 20_000;

/** The n-th telephone: a valid Indian mobile number. */
const telephone = (series: 70 | 90 | 98, n: number): string => `${series}${String(n).padStart(8, '0')}`;

/** A student's number that no lead has; each `n` another. */
export const strangerNumber = (n: number): string => telephone(70, n);

/** Seeds the institute into an empty database of ours. */
export async function seedInstitute(db: Pool, databaseUrl: string, wish: InstituteWish): Promise<BenchInstitute> {
  for (const number of [telephone(98, 1), telephone(90, 1), strangerNumber(1)]) {
    if (phoneKey(number, demo.institute.country) === null)
      throw new Error('The benches need numbers that can be read.');
  }
  await seedDemo(databaseUrl, 'a token nobody uses');
  const settings = { ...demo.settings, times: wish.times ?? {} };
  await db.query(sql.type(noRows)`
    update vendor_account set settings = ${sql.jsonb(settings)} where institute_id = ${demo.institute.id}
  `);
  const agents = Array.from({ length: wish.counsellors }, (_, n) => telephone(98, n));
  const counsellors = await insertCounsellors(db, agents);
  const numbers = Array.from({ length: wish.leads }, (_, n) => telephone(90, n));
  await insertLeads(
    db,
    numbers,
    counsellors.map(({ id }) => id),
  );
  if (wish.leads > 0) await insertPastCalls(db, PAST_CALLS);
  // Without statistics the first minute's plans are guesses.
  await db.query(sql.type(noRows)`vacuum analyze`);
  const owned = numbers.map((number, index) => ({ number, agent: agents[index % agents.length] ?? '' }));
  return { counsellors, owned };
}

async function insertCounsellors(db: Pool, agents: readonly string[]): Promise<readonly Counsellor[]> {
  const institute = demo.institute.id;
  const rows = await db.any(sql.type(z.object({ id: counsellorId, name: z.string() }))`
    insert into counsellor (institute_id, name, email, roles, telephony_partner)
    select ${institute}, agent, agent || '@bench.test', '{counsellor}', ${demo.vendor}
    from unnest(${sql.array(agents, 'text')}) as given (agent)
    returning id, name
  `);
  await db.query(sql.type(noRows)`
    insert into agent_number (institute_id, vendor, number_key, entered, counsellor_id)
    select ${institute}::integer, ${demo.vendor}, '+91' || name, name, id
    from ${sql.unnest(
      rows.map(({ id, name }) => [id, name]),
      ['uuid', 'text'],
    )} as given (id, name)
  `);
  const sessions = rows.map(({ id, name }) => ({ id, name, token: newSessionToken() }));
  await db.query(sql.type(noRows)`
    insert into session (institute_id, counsellor_id, token_hash, expires_at)
    select ${institute}::integer, id, decode(hash, 'hex'), now() + make_interval(hours => ${SESSION_HOURS})
    from ${sql.unnest(
      sessions.map(({ id, token }) => [id, hashSecret(token).toString('hex')]),
      ['uuid', 'text'],
    )} as given (id, hash)
  `);
  return sessions.map(({ id, name, token }) => ({ id, agent: name, cookie: `callthread_session=${token}` }));
}

/** The counsellors own the leads in turn. */
async function insertLeads(db: Pool, numbers: readonly string[], owners: readonly string[]): Promise<void> {
  const institute = demo.institute.id;
  await db.query(sql.type(noRows)`
    with given as (
      select uuidv7() as id, number, (${sql.array(owners, 'uuid')})[1 + (nth - 1) % ${owners.length}] as owner
      from unnest(${sql.array(numbers, 'text')}) with ordinality as given (number, nth)
    ),
    made as (
      insert into lead (institute_id, id, name, origin) select ${institute}::integer, id, 'Lead ' || number, 'Website' from given
    ),
    phones as (
      insert into lead_phone (institute_id, lead_id, number_key, kind)
      select ${institute}::integer, id, '+91' || number, 'primary' from given
    )
    insert into lead_owner (institute_id, lead_id, counsellor_id, position)
    select ${institute}::integer, id, owner, 0 from given
  `);
}
