import { z } from 'zod';
import { recordAudit } from '../../db/audit.ts';
import type { Pool } from '../../db/pool.ts';
import { DELIVERY_STATES, listDeliveries, redeliver } from '../../db/webhook-deliveries.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { EVENT_TYPES } from '../../domain/outgoing/events.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { bodyId, filter } from '../field-schemas.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import { deliverySchema, presentDelivery } from '../presenters/webhook.ts';
import { notFound } from '../problem.ts';

const access = 'configure_calling';
const path = '/v1/settings/webhook-deliveries';
const position = z.tuple([z.uuid()]);

const query = pageQuery.extend({
  webhook: filter(bodyId),
  state: filter(z.enum(DELIVERY_STATES)).meta({ description: '`dead` is the list of what was given up.' }),
  event: filter(z.enum(EVENT_TYPES)),
});

/** What became of the events that were sent, or are to be. */
export const webhookDeliveryRoutes = ({
  db,
  now,
}: {
  readonly db: Pool;
  readonly now: () => EpochMs;
}): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path,
      summary: 'Events on their way to webhooks, or where that way ended, newest first.',
      access,
      query,
      responses: { 200: pageSchema(deliverySchema) },
    },
    async ({ viewer, query: { limit, cursor, ...filters } }) => {
      const after = readCursor(cursor, position)?.[0] ?? null;
      const found = await listDeliveries(db, viewer.instituteId, { ...filters, after, limit: limit + 1 });
      const { rows, nextCursor } = cutPage(found, limit, ({ id }) => [id]);
      return { status: 200, body: page(rows.map(presentDelivery), nextCursor) };
    },
  ),
  endpoint(
    {
      method: 'post',
      path: `${path}/{id}/redeliver`,
      access,
      params: z.object({ id: bodyId }),
      responses: { 202: deliverySchema },
      summary: 'Send an event again, dead or delivered, under the same `webhook-id`, and with new patience.',
    },
    async ({ viewer: { instituteId, counsellorId: byId }, params: { id } }) => {
      const delivery = await db.transaction(async (tx) => {
        const sent = await redeliver(tx, { instituteId, id, now: now() });
        if (sent === null) throw notFound();
        await recordAudit(tx, {
          instituteId,
          byId,
          action: 'webhook.redeliver',
          target: id,
          changes: { before: null, after: { event: sent.type } },
        });
        return sent;
      });
      return { status: 202, body: presentDelivery(delivery) };
    },
  ),
];
