import { sql } from 'slonik';
import { z } from 'zod';
import { sealedText, type SealedText } from '../config/sealing.ts';
import type { EpochMs, InstituteId } from '../domain/ids.ts';
import { oidcSettings, type OidcSettings } from '../domain/settings/oidc.ts';
import { noRows } from './columns.ts';
import type { Db, Tx } from './pool.ts';

const providerRow = z.object({
  instituteId: z.number(),
  enabled: z.boolean(),
  issuer: z.string().nullable(),
  clientId: z.string().nullable(),
  /** Sealed; null: there is none. */
  clientSecret: sealedText.nullable(),
  emailClaim: z.string(),
  audience: z.string().nullable(),
});
/** An institution's provider as it is set. */
export type StoredProvider = z.infer<typeof providerRow>;

const providerColumns = sql.fragment`
  institute_id as "instituteId", enabled, issuer, client_id as "clientId", client_secret as "clientSecret",
  email_claim as "emailClaim", audience
`;

/** As it is where nothing was set. */
const unset = (instituteId: InstituteId): StoredProvider => ({
  ...oidcSettings.parse({}),
  instituteId,
  clientSecret: null,
});

/** What is set of an institute's provider; the defaults where nothing is. */
export const readProvider = async (db: Db, instituteId: InstituteId): Promise<StoredProvider> =>
  (await db.maybeOne(
    sql.type(providerRow)`select ${providerColumns} from oidc_provider where institute_id = ${instituteId}`,
  )) ?? unset(instituteId);

/** The same for a change, under the institute's lock until the transaction ends. */
export const lockProvider = async (tx: Tx, instituteId: InstituteId): Promise<StoredProvider> => {
  await tx.query(sql.type(noRows)`select from institute where id = ${instituteId} for no key update`);
  await tx.query(sql.type(noRows)`select from oidc_provider where institute_id = ${instituteId} for no key update`);
  return await readProvider(tx, instituteId);
};

export const saveProvider = async (
  tx: Tx,
  instituteId: InstituteId,
  { enabled, issuer, clientId, emailClaim, audience }: OidcSettings,
  clientSecret: SealedText | null,
): Promise<void> => {
  const sealed = clientSecret === null ? null : JSON.stringify(clientSecret);
  await tx.query(sql.type(noRows)`
    insert into oidc_provider (institute_id, enabled, issuer, client_id, client_secret, email_claim, audience)
    values (${instituteId}, ${enabled}, ${issuer}, ${clientId}, ${sealed}::jsonb, ${emailClaim}, ${audience})
    on conflict (institute_id) do update
    set enabled = excluded.enabled, issuer = excluded.issuer, client_id = excluded.client_id, client_secret = excluded.client_secret,
      email_claim = excluded.email_claim, audience = excluded.audience
  `);
};

/** The providers that are switched on and have this issuer: an issuer may serve several institutes. */
export const findProvidersByIssuer = async (db: Db, issuer: string): Promise<readonly StoredProvider[]> =>
  await db.any(sql.type(providerRow)`
    select ${providerColumns} from oidc_provider where enabled and issuer = ${issuer} order by institute_id limit 1000
  `);

/** Marks a sign-in as come back. False when it has been already. */
export const useState = async (
  db: Db,
  { instituteId, stateHash, expiresAt }: { instituteId: InstituteId; stateHash: Buffer; expiresAt: EpochMs },
): Promise<boolean> => {
  const { rowCount } = await db.query(sql.type(noRows)`
    insert into oidc_used_state (institute_id, state_hash, expires_at)
    values (${instituteId}, ${sql.binary(stateHash)}, ${sql.timestamp(new Date(expiresAt))})
    on conflict do nothing
  `);
  return rowCount > 0;
};
