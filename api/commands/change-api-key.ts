import { apiKeyPrefix, hashSecret, newApiKey } from '../../config/secrets.ts';
import { addApiKey, lockApiKey, revokeApiKey, type ApiKey } from '../../db/api-keys.ts';
import { recordAudit } from '../../db/audit.ts';
import { replaceGrantsOfUser } from '../../db/grants.ts';
import type { Pool } from '../../db/pool.ts';
import { changeGrants, grantsOf } from '../../domain/access/grants.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { EpochMs } from '../../domain/ids.ts';
import type { ApiKeySettings } from '../../domain/settings/api-key.ts';
import { invalidRequest, notFound } from '../problem.ts';

/** What the audit says of a key. */
const audited = ({ name, prefix, roles, grants }: ApiKey) => ({ name, prefix, roles, grants: grantsOf(grants) });

/** Makes a key, whose text is nowhere but in what comes back. Throws the 400 of a scope that a permission does not have. */
export const createApiKey = async (
  db: Pool,
  { instituteId, counsellorId: byId }: Viewer,
  { name, roles, grants }: ApiKeySettings,
  now: EpochMs,
): Promise<ApiKey & { readonly key: string }> => {
  const granted = changeGrants({}, grants);
  if (!granted.ok) throw invalidRequest(granted.errors);
  const key = newApiKey();
  return await db.transaction(async (tx) => {
    const made = {
      instituteId,
      name,
      roles,
      prefix: apiKeyPrefix(key),
      keyHash: hashSecret(key),
      createdBy: byId,
      now,
    };
    const id = await addApiKey(tx, made);
    await replaceGrantsOfUser(tx, instituteId, id, granted.grants);
    const stored = await lockApiKey(tx, instituteId, id);
    if (stored === null) throw notFound();
    const changes = { before: null, after: audited(stored) };
    await recordAudit(tx, { instituteId, byId, action: 'api_key.add', target: id, changes });
    return { ...stored, key };
  });
};

/** Revokes a key, from the next request on. Throws 404 for one that is revoked already. */
export const removeApiKey = async (db: Pool, viewer: Viewer, id: string, now: EpochMs): Promise<void> => {
  const { instituteId, counsellorId: byId } = viewer;
  await db.transaction(async (tx) => {
    const key = await lockApiKey(tx, instituteId, id);
    if (key === null) throw notFound();
    await revokeApiKey(tx, instituteId, id, now);
    const changes = { before: audited(key), after: {} };
    await recordAudit(tx, { instituteId, byId, action: 'api_key.revoke', target: id, changes });
  });
};
