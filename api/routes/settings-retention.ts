import { z } from 'zod';
import { recordAudit } from '../../db/audit.ts';
import type { Pool } from '../../db/pool.ts';
import { findRetention, saveRetention } from '../../db/retention.ts';
import { changesBetween } from '../../domain/settings/merge.ts';
import { readPut } from '../../domain/settings/put.ts';
import { retentionSettings } from '../../domain/settings/retention.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { patchBody } from '../patch-body.ts';
import { isoOrNull } from '../presenters/time.ts';
import { invalidRequest } from '../problem.ts';

const access = 'configure_calling';
const path = '/v1/settings/retention';

export const retentionSchema = retentionSettings
  .extend({
    lastRunAt: z.iso.datetime().nullable().meta({ description: 'When everything too old was last seen to be gone.' }),
  })
  .meta({ id: 'Retention', description: 'Days; null keeps it for ever.' });

/** How long the institute keeps what. */
export const retentionRoutes = ({ db }: { readonly db: Pool }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path,
      summary: 'How many days the institute keeps what.',
      access,
      responses: { 200: retentionSchema },
    },
    async ({ viewer }) => {
      const { settings, doneAt } = await findRetention(db, viewer.instituteId);
      return { status: 200, body: { ...settings, lastRunAt: isoOrNull(doneAt) } };
    },
  ),
  endpoint(
    {
      method: 'put',
      path,
      access,
      body: patchBody(retentionSettings),
      responses: { 200: retentionSchema },
      summary:
        'Change how many days the institute keeps what. What is too old by then is gone within the hour, for good.',
    },
    async ({ viewer: { instituteId, counsellorId: byId }, body }) =>
      await db.transaction(async (tx) => {
        const { settings: before, doneAt } = await findRetention(tx, instituteId, { lock: true });
        const lastRunAt = isoOrNull(doneAt);
        const put = readPut(retentionSchema, { ...before, lastRunAt }, body, ['lastRunAt']);
        if (!put.ok) throw invalidRequest(put.errors);
        const { lastRunAt: _, ...settings } = put.value;
        const changes = changesBetween(before, settings);
        if (changes !== null) {
          await saveRetention(tx, instituteId, settings);
          await recordAudit(tx, { instituteId, byId, action: 'retention.change', target: 'institute', changes });
        }
        return { status: 200, body: { ...settings, lastRunAt } };
      }),
  ),
];
