import { sql } from 'slonik';
import { z } from 'zod';
import { hashSecret } from '../../config/secrets.ts';
import { callId, counsellorId, noRows } from '../../db/columns.ts';
import type { Pool } from '../../db/pool.ts';
import { demo } from '../../dev/demo-data.ts';

/** A ring as the bench sends it. */
export const ring = z.object({
  call_id: z.string(),
  applicant_no: z.string(),
  agent_no: z.string(),
  secret_key: z.string(),
});

const instituteRow = z.object({ id: z.number() });
const knownRow = z.object({ callId });
const agentRow = z.object({ counsellorId });
const madeRow = z.object({ id: callId });
const requestRow = z.object({ id: z.uuid() });

/**
 * Keeps a ring in our tables as a plain service would: one transaction of plain statements, in which the sender, the call
 * and the counsellor are looked up and the same rows are written as by ours. Numbers are taken as they are, repeats and
 * races are nobody's business, and whatever the statements do not say is the schema's.
 */
export async function keepPlainly(pool: Pool, body: unknown): Promise<void> {
  const { secret_key: secret, ...fields } = ring.parse(body);
  const number = `+91${fields.applicant_no}`;
  const { vendor } = demo;
  await pool.transaction(async (tx) => {
    const institute = await tx.oneFirst(sql.type(instituteRow)`
      select i.id from institute i
      join vendor_account a on a.institute_id = i.id
      where i.id = ${demo.institute.id} and i.secret_key_hash = ${sql.binary(hashSecret(secret))}
        and a.vendor = ${vendor} and a.enabled
    `);
    const counsellor = await tx.oneFirst(sql.type(agentRow)`
      select counsellor_id as "counsellorId" from agent_number
      where institute_id = ${institute} and vendor = ${vendor} and number_key = ${`+91${fields.agent_no}`}
    `);
    const known = await tx.maybeOneFirst(sql.type(knownRow)`
      select call_id as "callId" from call_ref
      where institute_id = ${institute} and vendor = ${vendor} and kind = 'vendor_call' and ref = ${fields.call_id}
    `);
    const call =
      known ??
      (await tx.oneFirst(sql.type(madeRow)`
        insert into call (institute_id, vendor, direction, number_key, vendor_call_id, first_heard_at, last_heard_at,
          started_at, last_seq)
        values (${institute}, ${vendor}, 'inbound', ${number}, ${fields.call_id}, now(), now(), now(), 1)
        returning id
      `));
    if (known === null) {
      await tx.query(sql.type(noRows)`
        insert into call_ref (institute_id, vendor, kind, ref, call_id)
        values (${institute}, ${vendor}, 'vendor_call', ${fields.call_id}, ${call})
      `);
    }
    const request = await tx.oneFirst(sql.type(requestRow)`
      insert into vendor_request (institute_id, vendor, endpoint, received_at, method, content_type, fields, http_status,
        answer, outcome, call_id, fact_seq)
      values (${institute}, ${vendor}, 'ivrCallNotification', now(), 'POST', 'application/json', ${sql.jsonb(fields)}, 200,
        ${sql.jsonb({ status: 1, message: 'Notification accepted' })}, 'taken', ${call}, 1)
      returning id
    `);
    await tx.query(sql.type(noRows)`
      insert into fact (institute_id, call_id, seq, kind, received_at, counsellor_id, request_id)
      values (${institute}, ${call}, 1, 'offered', now(), ${counsellor}, ${request})
    `);
  });
}
