import { hashSecret, matchesSecret } from '../../../config/secrets.ts';
import {
  findAccountByToken,
  findInstituteForVendor,
  type Account,
  type InstituteForVendor,
} from '../../../db/accounts.ts';
import type { Db } from '../../../db/pool.ts';
import type { EpochMs, InstituteId } from '../../../domain/ids.ts';

/** How a request names its institute and vendor: by its path and a secret, or by a token that says both. */
export type Credential =
  | {
      readonly by: 'secret';
      readonly institute: InstituteId | null;
      readonly vendor: string;
      readonly secret: string | null;
    }
  /** A vendor that the path names as well must be the token's; null: it names none. */
  | { readonly by: 'token'; readonly token: string; readonly vendor: string | null };

export type Admission =
  | { readonly result: 'admitted'; readonly institute: InstituteForVendor['institute']; readonly account: Account }
  | { readonly result: 'wrong_secret' }
  | { readonly result: 'not_set_up'; readonly instituteId: InstituteId; readonly vendor: string };

/** Finds out whose request it is, in one query. Every way of being wrong takes the same steps. */
export async function admit(db: Db, credential: Credential, now: EpochMs): Promise<Admission> {
  return credential.by === 'token' ? await admitToken(db, credential, now) : await admitSecret(db, credential, now);
}

async function admitToken(
  db: Db,
  { token, vendor }: Extract<Credential, { by: 'token' }>,
  now: EpochMs,
): Promise<Admission> {
  const found = await findAccountByToken(db, hashSecret(token), now);
  if (!found || (vendor !== null && found.account.vendor !== vendor)) return { result: 'wrong_secret' };
  if (!found.account.enabled)
    return { result: 'not_set_up', instituteId: found.institute.id, vendor: found.account.vendor };
  return { result: 'admitted', ...found };
}

async function admitSecret(
  db: Db,
  { institute, vendor, secret }: Extract<Credential, { by: 'secret' }>,
  now: EpochMs,
): Promise<Admission> {
  // Asked even for a path that names none: the answer must take as long.
  const found = await findInstituteForVendor(db, institute ?? -1, vendor);
  if (!matchesSecret(secret, found?.secretKey ?? null, now) || !found) return { result: 'wrong_secret' };
  if (!found.account?.enabled) return { result: 'not_set_up', instituteId: found.institute.id, vendor };
  return { result: 'admitted', institute: found.institute, account: found.account };
}
