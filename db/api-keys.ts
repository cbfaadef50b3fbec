import { sql } from 'slonik';
import { z } from 'zod';
import type { CounsellorId, EpochMs, InstituteId } from '../domain/ids.ts';
import { counsellorId, epochMs, noRows } from './columns.ts';
import { grants, userGrantsColumn } from './permissions.ts';
import type { Db, Tx } from './pool.ts';

const apiKeyRow = z.object({
  id: counsellorId,
  name: z.string(),
  prefix: z.string(),
  roles: z.array(z.string()),
  /** Beside those of its roles. */
  grants,
  createdAt: epochMs,
  createdBy: z.object({ id: counsellorId, name: z.string() }).nullable(),
  /** To the minute. */
  lastUsedAt: epochMs.nullable(),
});
/** A key that stands, with the machine it is of. */
export type ApiKey = z.infer<typeof apiKeyRow>;

const apiKeyColumns = sql.fragment`
  k.id, c.name, k.prefix, c.roles, ${userGrantsColumn} as grants, k.created_at as "createdAt",
  case when author.id is not null then jsonb_build_object('id', author.id, 'name', author.name) end as "createdBy",
  k.last_used_at as "lastUsedAt"
`;

/** The keys of the surrounding query's institute that were not revoked, each with its machine `c`. */
const standingKeys = sql.fragment`
  api_key k
  join counsellor c on c.institute_id = k.institute_id and c.id = k.id
  left join counsellor author on author.institute_id = k.institute_id and author.id = k.created_by
`;

/** An institute's keys, the newest first, at most `limit` of them, after the last one of the page before. */
export const listApiKeys = async (
  db: Db,
  instituteId: InstituteId,
  { after, limit }: { after: string | null; limit: number },
): Promise<readonly ApiKey[]> =>
  // Ids are made in the order keys are.
  await db.any(sql.type(apiKeyRow)`
    select ${apiKeyColumns}
    from ${standingKeys}
    where k.institute_id = ${instituteId} and k.revoked_at is null and (${after}::uuid is null or k.id < ${after}::uuid)
    order by k.id desc
    limit ${limit}
  `);

/** A key that stands, locked for a change until the transaction ends; null when the institute has none with this id. */
export const lockApiKey = async (tx: Tx, instituteId: InstituteId, id: string): Promise<ApiKey | null> =>
  await tx.maybeOne(sql.type(apiKeyRow)`
    select ${apiKeyColumns}
    from ${standingKeys}
    where k.institute_id = ${instituteId} and k.id = ${id} and k.revoked_at is null
    for no key update of k
  `);

export interface NewApiKey {
  readonly instituteId: InstituteId;
  readonly name: string;
  readonly roles: readonly string[];
  readonly prefix: string;
  readonly keyHash: Buffer;
  readonly createdBy: CounsellorId;
  readonly now: EpochMs;
}

/** Adds a key with a machine of its own, which has the roles and nothing beside them yet. */
export const addApiKey = async (tx: Tx, key: NewApiKey): Promise<CounsellorId> =>
  await tx.oneFirst(sql.type(z.object({ id: counsellorId }))`
    with machine as (
      insert into counsellor (institute_id, name, email, roles, machine, active, taking_calls)
      values (${key.instituteId}, ${key.name}, '', ${sql.array([...key.roles], 'text')}, true, false, false)
      returning institute_id, id
    )
    insert into api_key (institute_id, id, prefix, key_hash, created_by, created_at)
    select institute_id, id, ${key.prefix}, ${sql.binary(key.keyHash)}, ${key.createdBy}::uuid, ${sql.timestamp(new Date(key.now))}
    from machine
    returning id
  `);

/** From now on the key opens nothing. Its machine stays: what it did names it. */
export const revokeApiKey = async (tx: Tx, instituteId: InstituteId, id: string, now: EpochMs): Promise<void> => {
  await tx.query(sql.type(noRows)`
    update api_key set revoked_at = ${sql.timestamp(new Date(now))} where institute_id = ${instituteId} and id = ${id}
  `);
};

/** Notes that a key was used. */
export const touchApiKey = async (db: Db, instituteId: InstituteId, id: string, now: EpochMs): Promise<void> => {
  await db.query(sql.type(noRows)`
    update api_key set last_used_at = ${sql.timestamp(new Date(now))}
    where institute_id = ${instituteId} and id = ${id} and revoked_at is null
  `);
};
