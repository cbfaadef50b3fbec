import { randomBytes } from 'node:crypto';
import { open, seal, UnsealingError, type SealedText } from '../../config/sealing.ts';
import type { SecretKey } from '../../config/secret-keys.ts';
import { placeOf } from '../../db/credentials.ts';
import type { Webhook } from '../../db/webhooks.ts';
import type { EpochMs, InstituteId } from '../../domain/ids.ts';

/** A webhook's signing secret as Standard Webhooks writes it: 32 random bytes. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

export const sealWebhookSecret = (
  keys: readonly SecretKey[],
  instituteId: InstituteId,
  webhookId: string,
  secret: string,
): SealedText => seal(keys, placeOf(instituteId, 'webhook', webhookId), secret);

/** The secrets to sign with now, the newest first; null when one opens with none of our keys. */
export function openWebhookSecrets(
  { id, secret, previousSecret, previousUntil }: Webhook,
  {
    keys,
    instituteId,
    now,
  }: { readonly keys: readonly SecretKey[]; readonly instituteId: InstituteId; readonly now: EpochMs },
): readonly string[] | null {
  const overlaps = previousSecret !== null && previousUntil !== null && now < previousUntil;
  try {
    return [secret, ...(overlaps ? [previousSecret] : [])].map((sealed) =>
      open(keys, placeOf(instituteId, 'webhook', id), sealed),
    );
  } catch (error) {
    if (error instanceof UnsealingError) return null;
    throw error;
  }
}
