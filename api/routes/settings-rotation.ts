import { z } from 'zod';
import { hashSecret, newVendorSecret } from '../../config/secrets.ts';
import { listVendors, lockAccount, replaceToken } from '../../db/accounts.ts';
import { recordAudit } from '../../db/audit.ts';
import { lockInstitute, replaceSecretKey } from '../../db/institutes.ts';
import type { Pool } from '../../db/pool.ts';
import { readVendorSetup } from '../../db/vendor-setup.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { adapterFor } from '../../vendors/registry.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { isoOrNull } from '../presenters/time.ts';
import { presentSheet, sheetSchema } from '../presenters/sheet.ts';
import { notFound } from '../problem.ts';
import { publicUrl } from '../public-url.ts';

const DAY = 86_400;

const rotation = z.strictObject({
  what: z.enum(['token', 'secretKey']),
  /** How long the one before counts as well: as long as it takes to tell the vendor. */
  overlapSeconds: z
    .int()
    .min(0)
    .max(30 * DAY)
    .default(DAY),
});

export const rotationSchema = z
  .object({
    token: z.string().optional(),
    secretKey: z.string().optional(),
    previousValidUntil: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'Null: there was none before, or it ended at once.' }),
    affects: z
      .array(z.string())
      .meta({ description: 'The vendors that have to be told. A secret key is the institute’s, so all of them.' }),
    sheet: sheetSchema.meta({ description: 'The sheet to send to this vendor, with what was just made in place.' }),
  })
  .meta({ id: 'Rotation' });

interface Deps {
  readonly db: Pool;
  /** `PUBLIC_URL`; null: the address of the request itself. */
  readonly publicUrl: string | null;
  readonly now: () => EpochMs;
}

/** New credentials for what vendors call. Each is shown once, in this answer, and stored as a hash. */
export const rotationRoutes = ({ db, publicUrl: configured, now }: Deps): readonly Endpoint[] => [
  endpoint(
    {
      method: 'post',
      path: '/v1/settings/telephony/{vendor}/rotate',
      summary: 'A new token of this vendor, or a new secret key of the institute, which every vendor uses.',
      access: 'configure_calling',
      params: z.object({ vendor: z.string() }),
      body: rotation,
      responses: { 200: rotationSchema },
    },
    async ({ viewer: { instituteId, counsellorId }, params: { vendor }, body: { what, overlapSeconds }, ctx }) => {
      const adapter = adapterFor(vendor);
      if (adapter === null) throw notFound('There is no vendor of this name.');
      const secret = newVendorSecret();
      const hash = hashSecret(secret);
      const baseUrl = publicUrl(ctx, configured);
      const previousUntil = overlapSeconds === 0 ? null : now() + overlapSeconds * 1000;
      return await db.transaction(async (tx) => {
        const changed = { before: { [what]: 'changed' }, after: { [what]: 'changed', overlapSeconds } };
        const entry = { instituteId, byId: counsellorId, changes: changed };
        if (what === 'token') {
          await lockAccount(tx, instituteId, vendor);
          const { had } = await replaceToken(tx, instituteId, { vendor, hash, previousUntil });
          await recordAudit(tx, { ...entry, action: 'telephony.rotate', target: vendor });
          const sheet = presentSheet({
            adapter,
            setup: await readVendorSetup(tx, instituteId, vendor),
            baseUrl,
            token: secret,
          });
          return {
            status: 200,
            body: {
              token: secret,
              previousValidUntil: isoOrNull(had ? previousUntil : null),
              affects: [vendor],
              sheet,
            },
          };
        }
        await lockInstitute(tx, instituteId);
        const { had } = await replaceSecretKey(tx, { instituteId, hash, previousUntil });
        await recordAudit(tx, { ...entry, action: 'institute.rotate', target: 'institute' });
        const affects = await listVendors(tx, instituteId);
        const sheet = presentSheet({
          adapter,
          setup: await readVendorSetup(tx, instituteId, vendor),
          baseUrl,
          secretKey: secret,
        });
        return {
          status: 200,
          body: { secretKey: secret, previousValidUntil: isoOrNull(had ? previousUntil : null), affects, sheet },
        };
      });
    },
  ),
];
