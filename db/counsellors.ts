import { sql } from 'slonik';
import { z } from 'zod';
import type { CounsellorId, InstituteId } from '../domain/ids.ts';
import { counsellorId, noRows } from './columns.ts';
import { grants, roleGrantsColumn, userGrantsColumn } from './permissions.ts';
import type { Db, Tx } from './pool.ts';

const agentNumber = z.object({
  vendor: z.string(),
  /** As entered, which is as it is sent to the vendor. */
  number: z.string(),
  vendorUserId: z.string().nullable(),
});
export type AgentNumber = z.infer<typeof agentNumber>;

const counsellorRow = z.object({
  id: counsellorId,
  name: z.string(),
  email: z.string(),
  active: z.boolean(),
  takingCalls: z.boolean(),
  popups: z.boolean(),
  sound: z.boolean(),
  notifications: z.boolean(),
  telephonyPartner: z.string().nullable(),
  teamId: z.string().nullable(),
  roles: z.array(z.string()),
  callerId: z.string().nullable(),
  /** In the counsellor's own order. */
  agentNumbers: z.array(agentNumber),
});
export type Counsellor = z.infer<typeof counsellorRow>;

const counsellorColumns = sql.fragment`
  c.id, c.name, c.email, c.active, c.taking_calls as "takingCalls", c.popups, c.sound, c.notifications,
  c.telephony_partner as "telephonyPartner", c.team_id as "teamId", c.roles, c.caller_id as "callerId",
  coalesce((
    select jsonb_agg(
      jsonb_build_object('vendor', n.vendor, 'number', n.entered, 'vendorUserId', n.vendor_user_id)
      order by n.position, n.vendor, n.number_key)
    from agent_number n
    where n.institute_id = c.institute_id and n.counsellor_id = c.id
  ), '[]') as "agentNumbers"
`;

/** One user of an institute; null when the id is unknown there, or a machine's. */
export const findCounsellor = async (db: Db, instituteId: InstituteId, id: CounsellorId): Promise<Counsellor | null> =>
  await db.maybeOne(sql.type(counsellorRow)`
    select ${counsellorColumns} from counsellor c where c.institute_id = ${instituteId} and c.id = ${id} and not c.machine
  `);

/** The same, locked for a change until the transaction ends. */
export const lockCounsellor = async (
  tx: Tx,
  instituteId: InstituteId,
  id: CounsellorId,
): Promise<Counsellor | null> => {
  await tx.query(sql.type(noRows)`
    select from counsellor where institute_id = ${instituteId} and id = ${id} for no key update
  `);
  return await findCounsellor(tx, instituteId, id);
};

/** Users of an institute by name, at most `limit` of them, after the last one of the page before. */
export const listCounsellors = async (
  db: Db,
  instituteId: InstituteId,
  { after, limit }: { after: { readonly name: string; readonly id: string } | null; limit: number },
): Promise<readonly Counsellor[]> =>
  await db.any(sql.type(counsellorRow)`
    select ${counsellorColumns}
    from counsellor c
    where c.institute_id = ${instituteId} and not c.machine
      ${after === null ? sql.fragment`` : sql.fragment`and (lower(c.name), c.id) > (lower(${after.name}), ${after.id}::uuid)`}
    order by lower(c.name), c.id
    limit ${limit}
  `);

/** Of these ids, those that are no users of the institute. */
export const findUnknownCounsellors = async (
  db: Db,
  instituteId: InstituteId,
  ids: readonly string[],
): Promise<readonly string[]> =>
  await db.anyFirst(sql.type(z.object({ id: z.string() }))`
    select wanted.id
    from unnest(${sql.array([...ids], 'uuid')}) as wanted (id)
    where not exists (
      select from counsellor c where c.institute_id = ${instituteId} and c.id = wanted.id and not c.machine
    )
  `);

/** What a change of a user may write; agent numbers and password go their own ways. */
export type CounsellorFields = Omit<Counsellor, 'id' | 'agentNumbers'>;

/** Adds a user. A known e-mail address (in any case, anywhere) violates `counsellor_email`. */
export const addCounsellor = async (
  tx: Tx,
  instituteId: InstituteId,
  fields: CounsellorFields,
): Promise<CounsellorId> =>
  await tx.oneFirst(sql.type(z.object({ id: counsellorId }))`
    insert into counsellor (institute_id, name, email, active, taking_calls, popups, sound, notifications,
      telephony_partner, team_id, roles, caller_id)
    values (${instituteId}, ${fields.name}, ${fields.email}, ${fields.active}, ${fields.takingCalls}, ${fields.popups},
      ${fields.sound}, ${fields.notifications}, ${fields.telephonyPartner}, ${fields.teamId},
      ${sql.array(fields.roles, 'text')}, ${fields.callerId})
    returning id
  `);

export const saveCounsellor = async (
  tx: Tx,
  instituteId: InstituteId,
  id: CounsellorId,
  fields: CounsellorFields,
): Promise<void> => {
  await tx.query(sql.type(noRows)`
    update counsellor
    set name = ${fields.name}, email = ${fields.email}, active = ${fields.active}, taking_calls = ${fields.takingCalls},
      popups = ${fields.popups}, sound = ${fields.sound}, notifications = ${fields.notifications},
      telephony_partner = ${fields.telephonyPartner}, team_id = ${fields.teamId},
      roles = ${sql.array(fields.roles, 'text')}, caller_id = ${fields.callerId}
    where institute_id = ${instituteId} and id = ${id}
  `);
};

export const savePassword = async (tx: Tx, instituteId: InstituteId, id: CounsellorId, hash: string): Promise<void> => {
  await tx.query(sql.type(noRows)`
    update counsellor set password_hash = ${hash} where institute_id = ${instituteId} and id = ${id}
  `);
};

/** An agent number with the key it is recognised by. */
export type KeyedAgentNumber = AgentNumber & { readonly key: string };

/** Puts these numbers in the place of all the counsellor had. One that is somebody else's violates `agent_number_pkey`. */
export const replaceAgentNumbers = async (
  tx: Tx,
  instituteId: InstituteId,
  id: CounsellorId,
  numbers: readonly KeyedAgentNumber[],
): Promise<void> => {
  await tx.query(sql.type(noRows)`
    delete from agent_number where institute_id = ${instituteId} and counsellor_id = ${id}
  `);
  const rows = numbers.map(({ vendor, key, number, vendorUserId }, position) => [
    vendor,
    key,
    number,
    vendorUserId,
    position,
  ]);
  await tx.query(sql.type(noRows)`
    insert into agent_number (institute_id, counsellor_id, vendor, number_key, entered, vendor_user_id, position)
    select ${instituteId}::integer, ${id}::uuid, entered.*
    from ${sql.unnest(rows, ['text', 'text', 'text', 'text', 'int4'])} entered
  `);
};

const signInRow = z.object({
  instituteId: z.number(),
  id: counsellorId,
  name: z.string(),
  email: z.string(),
  active: z.boolean(),
  passwordHash: z.string().nullable(),
});
export type SignInUser = z.infer<typeof signInRow>;

/** The user who signs in with an address, in any case; null when there is none. */
export const findByEmail = async (db: Db, email: string): Promise<SignInUser | null> =>
  await db.maybeOne(sql.type(signInRow)`
    select institute_id as "instituteId", id, name, email, active, password_hash as "passwordHash"
    from counsellor
    where lower(email) = lower(${email}) and not machine
  `);

const profileRow = z.object({
  id: counsellorId,
  name: z.string(),
  email: z.string(),
  roles: z.array(z.string()),
  roleGrants: grants,
  userGrants: grants,
  instituteId: z.number(),
  instituteName: z.string(),
  timeZone: z.string(),
});
export type Profile = z.infer<typeof profileRow>;

/** A user with what they may do and their institute: what a sign-in shows. */
export const findProfile = async (db: Db, instituteId: InstituteId, id: CounsellorId): Promise<Profile | null> =>
  await db.maybeOne(sql.type(profileRow)`
    select c.id, c.name, c.email, c.roles, ${roleGrantsColumn} as "roleGrants", ${userGrantsColumn} as "userGrants",
      i.id as "instituteId", i.name as "instituteName", i.time_zone as "timeZone"
    from counsellor c
    join institute i on i.id = c.institute_id
    where c.institute_id = ${instituteId} and c.id = ${id}
  `);
