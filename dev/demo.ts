import { hash } from '@node-rs/argon2';
import { sql } from 'slonik';
import { z } from 'zod';
import { hashSecret } from '../config/secrets.ts';
import { createPool, type Pool, type Tx } from '../db/pool.ts';
import { PERMISSIONS, scopesOf } from '../domain/access/permissions.ts';
import { demo } from './demo-data.ts';

const nothing = z.object({});
const idRow = z.object({ id: z.string() });
const foundRow = z.object({ found: z.boolean() });

/**
 * Seeds the demo institute once, in one transaction: an institute 100 that is there already is left as it is, edits and
 * all. Returns whether `token` is its vendor's token, which is not so after somebody rotated it.
 */
export async function seedDemo(databaseUrl: string, token: string): Promise<{ readonly tokenIsValid: boolean }> {
  const pool = await createPool(databaseUrl, { max: 1, name: 'callthread-demo' });
  try {
    const passwordHash = (await isSeeded(pool)) ? null : await hash(demo.password);
    if (passwordHash !== null) await pool.transaction(async (tx) => seed(tx, passwordHash, token));
    return { tokenIsValid: await isToken(pool, token) };
  } finally {
    await pool.end();
  }
}

async function isSeeded(pool: Pool): Promise<boolean> {
  const { found } = await pool.one(
    sql.type(foundRow)`select exists (select from institute where id = ${demo.institute.id}) as found`,
  );
  return found;
}

async function isToken(pool: Pool, token: string): Promise<boolean> {
  const { found } = await pool.one(sql.type(foundRow)`
    select exists (
      select from vendor_account
      where institute_id = ${demo.institute.id} and vendor = ${demo.vendor} and token_hash = ${sql.binary(hashSecret(token))}
    ) as found
  `);
  return found;
}

async function seed(tx: Tx, passwordHash: string, token: string): Promise<void> {
  const { id: instituteId, name, country, timeZone } = demo.institute;
  await tx.query(sql.type(nothing)`
    insert into institute (id, name, country, time_zone, default_vendor, secret_key_hash)
    values (${instituteId}, ${name}, ${country}, ${timeZone}, ${demo.vendor}, ${sql.binary(hashSecret(demo.secretKey))})
  `);
  await tx.query(sql.type(nothing)`
    insert into vendor_account (institute_id, vendor, enabled, settings, token_hash)
    values (${instituteId}, ${demo.vendor}, true, ${sql.jsonb(demo.settings)}, ${sql.binary(hashSecret(token))})
  `);
  await seedGrants(tx);
  await insertUser(tx, { ...demo.admin, role: 'admin', passwordHash });
  const ids = new Map<string, string>();
  for (const { agent, ...counsellor } of demo.counsellors) {
    const id = await insertUser(tx, { ...counsellor, role: 'counsellor', passwordHash });
    ids.set(counsellor.email, id);
    await tx.query(sql.type(nothing)`
      insert into agent_number (institute_id, vendor, number_key, entered, counsellor_id)
      values (${instituteId}, ${demo.vendor}, ${inIndia(agent)}, ${agent}, ${id})
    `);
  }
  for (const lead of demo.leads) await insertLead(tx, lead, lead.owner === null ? null : (ids.get(lead.owner) ?? null));
  await tx.query(sql.type(nothing)`
    insert into did (institute_id, number_key, number, campaign)
    values (${instituteId}, ${inIndia(demo.did.number)}, ${demo.did.number}, ${demo.did.campaign})
  `);
}

/** The counsellors' grants as listed; the admin's are all there are, each as wide as it goes. */
async function seedGrants(tx: Tx): Promise<void> {
  const ofCounsellor = Object.entries(demo.grants.counsellor).map(([permission, scope]) => [
    'counsellor',
    permission,
    scope,
  ]);
  const ofAdmin = PERMISSIONS.map((permission) => ['admin', permission, scopesOf(permission).at(-1) ?? 'yes']);
  for (const [role = '', permission = '', scope = ''] of [...ofCounsellor, ...ofAdmin]) {
    await tx.query(sql.type(nothing)`
      insert into role_permission (institute_id, role, permission, scope)
      values (${demo.institute.id}, ${role}, ${permission}, ${scope})
    `);
  }
}

interface DemoUser {
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly passwordHash: string;
}

async function insertUser(tx: Tx, { name, email, role, passwordHash }: DemoUser): Promise<string> {
  const { id } = await tx.one(sql.type(idRow)`
    insert into counsellor (institute_id, name, email, password_hash, roles, telephony_partner)
    values (${demo.institute.id}, ${name}, ${email}, ${passwordHash}, ${sql.array([role], 'text')}, ${role === 'counsellor' ? demo.vendor : null})
    returning id
  `);
  return id;
}

async function insertLead(tx: Tx, lead: (typeof demo.leads)[number], ownerId: string | null): Promise<void> {
  const instituteId = demo.institute.id;
  const { id } = await tx.one(sql.type(idRow)`
    insert into lead (institute_id, name, origin) values (${instituteId}, ${lead.name}, 'Website')
    returning id
  `);
  for (const [position, number] of lead.phones.entries()) {
    await tx.query(sql.type(nothing)`
      insert into lead_phone (institute_id, lead_id, number_key, kind, position)
      values (${instituteId}, ${id}, ${inIndia(number)}, ${position === 0 ? 'primary' : 'alternate'}, ${position})
    `);
  }
  if (ownerId === null) return;
  await tx.query(sql.type(nothing)`
    insert into lead_owner (institute_id, lead_id, counsellor_id, position) values (${instituteId}, ${id}, ${ownerId}, 0)
  `);
}

/** The E.164 key of a ten-digit Indian number. */
function inIndia(number: string): string {
  return `+91${number}`;
}
