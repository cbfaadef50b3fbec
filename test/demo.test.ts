import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { verify } from '@node-rs/argon2';
import { sql } from 'slonik';
import { z } from 'zod';
import { createPool, type Pool } from '../db/pool.ts';
import { seedDemo } from '../dev/demo.ts';
import { createTestDatabase, type TestDatabase } from './environment/database.ts';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = await createPool(database.url, { max: 2 });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const token = '0123456789abcdef0123456789abcdef';

test('the demo institute is as the contract describes it', async () => {
  expect(await seedDemo(database.url, token)).toEqual({ tokenIsValid: true });
  const leads = await pool.any(sql.type(
    z.object({ lead: z.string(), phones: z.array(z.string()), owner: z.string().nullable() }),
  )`
    select l.name as lead, (select array_agg(p.number_key order by p.position) from lead_phone p where p.lead_id = l.id) as phones,
      (select c.name from lead_owner o join counsellor c on c.id = o.counsellor_id where o.lead_id = l.id) as owner
    from lead l where l.institute_id = 100 order by l.name desc
  `);
  expect(leads).toEqual([
    { lead: 'Riya Sharma', phones: ['+919812345670'], owner: 'Asha Rao' },
    { lead: 'Neha Gupta', phones: ['+919812345672', '+919812345673'], owner: null },
    { lead: 'Kabir Verma', phones: ['+919812345671'], owner: 'Bilal Khan' },
  ]);
  const grants = await pool.anyFirst(sql.type(z.object({ grant: z.string() }))`
    select permission || ' ' || scope as grant from role_permission where role = 'counsellor' order by 1
  `);
  expect(grants).toEqual([
    'call_logs all',
    'call_reports own',
    'full_numbers yes',
    'make_calls_applications yes',
    'make_calls_leads yes',
    'manage_missed_calls yes',
    'receive_popups yes',
    'recordings all',
  ]);
});

test('its passwords are stored as argon2id hashes', async () => {
  const hash = await pool.oneFirst(sql.type(z.object({ hash: z.string() }))`
    select password_hash as hash from counsellor where email = 'asha@demo.test'
  `);
  expect(hash).toMatch(/^\$argon2id\$/);
  expect(await verify(hash, 'demo-password')).toBe(true);
});

test('it is seeded once: what somebody changed stays changed', async () => {
  await pool.query(sql.unsafe`update lead set name = 'Riya S.' where name = 'Riya Sharma'`);
  await pool.query(
    sql.unsafe`update vendor_account set token_hash = sha256('another'::bytea) where institute_id = 100`,
  );
  expect(await seedDemo(database.url, token)).toEqual({ tokenIsValid: false });
  expect(
    await pool.oneFirst(sql.type(z.object({ count: z.number() }))`select count(*) from lead where name = 'Riya S.'`),
  ).toBe(1);
});
