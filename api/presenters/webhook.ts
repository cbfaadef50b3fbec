import { z } from 'zod';
import type { Delivery } from '../../db/webhook-deliveries.ts';
import { DELIVERY_STATES } from '../../db/webhook-deliveries.ts';
import type { Webhook } from '../../db/webhooks.ts';
import { EVENT_TYPES } from '../../domain/outgoing/events.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { iso, isoOrNull } from './time.ts';

/** What of a webhook can be read and not written. */
export const READ_ONLY = ['id', 'secret', 'previousValidUntil', 'disabledReason', 'createdAt'];

/** A webhook as the API shows it. Its secret is shown when it is made, and never again. */
export const webhookSchema = z
  .object({
    id: z.uuid(),
    url: z.string(),
    events: z.array(z.enum(EVENT_TYPES)),
    fullNumbers: z.boolean().meta({ description: 'Whether what is sent carries whole telephone numbers.' }),
    enabled: z.boolean(),
    disabledReason: z
      .string()
      .nullable()
      .meta({ description: '`gone`: the endpoint answered 410. Enabling it clears this.' }),
    secret: z.string().meta({ description: 'Dots and the last four.' }),
    previousValidUntil: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'Until then messages are signed with the previous secret too.' }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Webhook' });

export const presentWebhook = (webhook: Webhook, now: EpochMs): z.infer<typeof webhookSchema> => {
  const { id, url, events, fullNumbers, enabled, disabledReason, secret, previousUntil, createdAt } = webhook;
  return {
    id,
    url,
    events,
    fullNumbers,
    enabled,
    disabledReason,
    secret: `••••${secret.tail}`,
    previousValidUntil: isoOrNull(previousUntil !== null && previousUntil > now ? previousUntil : null),
    createdAt: iso(createdAt),
  };
};

/** An event on its way to a webhook, or where that way ended. */
export const deliverySchema = z
  .object({
    id: z.uuid(),
    webhookId: z.uuid(),
    eventId: z.uuid().meta({ description: '`webhook-id` of every attempt.' }),
    event: z.string(),
    at: z.iso.datetime().meta({ description: 'When it happened.' }),
    callId: z.uuid().nullable().meta({ description: 'The call it tells of, or that brought it about.' }),
    state: z
      .enum(DELIVERY_STATES)
      .meta({ description: 'dead: given up, send it again by hand; dropped: what it told of was erased.' }),
    attempts: z.int(),
    nextAttemptAt: z.iso.datetime().nullable(),
    lastAttemptAt: z.iso.datetime().nullable(),
    lastStatus: z.int().nullable().meta({ description: 'Null: the endpoint gave no answer.' }),
    lastProblem: z.string().nullable(),
  })
  .meta({ id: 'WebhookDelivery' });

export const presentDelivery = ({
  type,
  at,
  nextAttemptAt,
  lastAttemptAt,
  ...row
}: Delivery): z.infer<typeof deliverySchema> => ({
  ...row,
  event: type,
  at: iso(at),
  nextAttemptAt: isoOrNull(nextAttemptAt),
  lastAttemptAt: isoOrNull(lastAttemptAt),
});
