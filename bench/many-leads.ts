import { sql } from 'slonik';
import { z } from 'zod';
import { counsellorId, noRows } from '../db/columns.ts';
import type { Pool } from '../db/pool.ts';
import { demo } from '../dev/demo-data.ts';

/** What is in an institute of many leads, to ask for. */
export interface ManyLeads {
  /** Somebody who left: few leads, all of them asleep for longer than anybody else's. */
  readonly gone: string;
  /** Numbers some leads have, spread over all of them. */
  readonly numbers: readonly string[];
}

const FIRST = [
  'Riya',
  'Kabir',
  'Neha',
  'Aarav',
  'Ananya',
  'Vivaan',
  'Diya',
  'Ishaan',
  'Meera',
  'Rohan',
  'Sara',
  'Arjun',
  'Kavya',
  'Dev',
  'Tara',
  'Nikhil',
];
const LAST = [
  'Sharma',
  'Verma',
  'Gupta',
  'Iyer',
  'Khan',
  'Rao',
  'Nair',
  'Singh',
  'Patel',
  'Das',
  'Bose',
  'Menon',
  'Joshi',
  'Kulkarni',
  'Reddy',
  'Mishra',
];
/** Leads a statement makes: well inside the time one may take, on a busy machine too. */
const BATCH = 10_000;

/**
 * Fills the demo institute, whose counsellors there are already, with leads of an admissions year: most are new, one in
 * a thousand is enrolled and long asleep, four in ten were never called. About 20 s for 200,000.
 */
export async function insertManyLeads(db: Pool, owners: readonly string[], count: number): Promise<ManyLeads> {
  const institute = demo.institute.id;
  const gone = await db.oneFirst(sql.type(z.object({ id: counsellorId }))`
    insert into counsellor (institute_id, name, email, active) values (${institute}, 'Gone', 'gone@bench.test', false) returning id
  `);
  for (let from = 0; from < count; from += BATCH)
    await insertBatch(db, { owners, gone, from, to: Math.min(from + BATCH, count), count });
  await db.connect(async (connection) => {
    await connection.query(sql.type(noRows)`set statement_timeout = 0`);
    // As the autovacuum leaves it after a night, the trigram index's pending list included.
    await connection.query(sql.type(noRows)`vacuum analyze`);
  });
  const step = Math.floor(count / 200);
  return { gone, numbers: Array.from({ length: 200 }, (_, n) => numberOf(n * step)) };
}

/** The n-th number, no two in a row alike. */
const numberOf = (n: number): string => `91${String((n * 7919) % 100_000_000).padStart(8, '0')}`;

interface Batch {
  readonly owners: readonly string[];
  readonly gone: string;
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

async function insertBatch(db: Pool, { owners, gone, from, to, count }: Batch): Promise<void> {
  const institute = demo.institute.id;
  const pick = (list: readonly string[], by: number) =>
    sql.fragment`(${sql.array([...list], 'text')})[1 + (n / ${by}) % ${list.length}]`;
  await db.query(sql.type(noRows)`
    with given as (
      select uuidv7() as id, n, now() - (${count} - n) * interval '10 seconds' as active, n % 10 >= 4 as called
      from generate_series(${from}::integer, ${to - 1}::integer) as n
    ),
    made as (
      insert into lead (institute_id, id, name, email, stage, origin, campaign, last_call_at, last_call_direction, last_call_outcome, call_count, last_active_at, created_at)
      select ${institute}::integer, id, ${pick(FIRST, 1)} || ' ' || ${pick(LAST, 16)}, 'student' || n || '@bench.test',
        case when n < ${count} / 1000 then 'Enrolled' when n % 10 < 7 then 'New' when n % 10 < 9 then 'Contacted' else 'Applied' end,
        case when n % 10 < 6 then 'Telephony' when n % 10 < 9 then 'Import' else 'Manual' end,
        case when n % 3 > 0 then 'Campaign ' || n % 50 end,
        case when called then active end, case when called then 'inbound' end,
        case when called then case when n % 500 = 99 then 'voicemail' when n % 2 = 0 then 'answered' else 'missed' end end,
        case when called then 1 else 0 end, active, active
      from given
    ),
    phones as (
      insert into lead_phone (institute_id, lead_id, number_key, kind)
      select ${institute}::integer, id, '+9191' || lpad(((n::bigint * 7919) % 100000000)::text, 8, '0'), 'primary' from given
    )
    insert into lead_owner (institute_id, lead_id, counsellor_id, position)
    select ${institute}::integer, id,
      case when n < ${count} / 300 then ${gone}::uuid else (${sql.array([...owners], 'uuid')})[1 + n % ${owners.length}] end, 1
    from given
  `);
}
