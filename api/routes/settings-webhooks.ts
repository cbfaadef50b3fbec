import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { openWebhookSecrets } from '../../calls/outgoing/secrets.ts';
import { sendMessage } from '../../calls/outgoing/send.ts';
import type { Pool } from '../../db/pool.ts';
import { findWebhook, listWebhooks, type Webhook } from '../../db/webhooks.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import { TEST_EVENT } from '../../domain/outgoing/events.ts';
import { webhookSettings } from '../../domain/settings/webhook.ts';
import type { Http } from '../../vendors/http.ts';
import {
  changeWebhook,
  createWebhook,
  removeWebhook,
  rotateWebhook,
  type WebhookDeps,
} from '../commands/change-webhook.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { bodyId } from '../field-schemas.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import { patchBody } from '../patch-body.ts';
import { presentWebhook, webhookSchema } from '../presenters/webhook.ts';
import { iso } from '../presenters/time.ts';
import { notFound } from '../problem.ts';

export interface WebhookRouteDeps extends WebhookDeps {
  readonly db: Pool;
  readonly http: Http;
}

const DAY = 86_400;
/** Somebody waits for the test. */
const TEST_WITHIN_MS = 15_000;

const access = 'configure_calling';
const path = '/v1/settings/webhooks';
const one = `${path}/{id}`;
const params = z.object({ id: bodyId });
const position = z.tuple([z.uuid()]);

const made = webhookSchema
  .extend({ secret: z.string().meta({ description: 'Shown this once: `whsec_…`.' }) })
  .meta({ id: 'WebhookWithSecret' });
const rotation = z.strictObject({
  overlapSeconds: z
    .int()
    .min(0)
    .max(30 * DAY)
    .default(DAY),
});
export const webhookTestSchema = z
  .object({ ok: z.boolean(), status: z.int().nullable(), problem: z.string().nullable(), messageId: z.string() })
  .meta({ id: 'WebhookTest' });

/** Where the institute is told of what happens (Standard Webhooks). */
export const webhookRoutes = (deps: WebhookRouteDeps): readonly Endpoint[] => {
  const { db, now } = deps;

  const test = async ({ instituteId }: Viewer, webhook: Webhook) => {
    const secrets = openWebhookSecrets(webhook, { keys: deps.secretKeys, instituteId, now: now() });
    const messageId = uuidv7();
    if (secrets === null) return { ok: false, status: null, problem: 'secret_unreadable', messageId };
    const body = JSON.stringify({ type: TEST_EVENT, timestamp: iso(now()), data: { webhookId: webhook.id } });
    const signal = AbortSignal.timeout(TEST_WITHIN_MS);
    const sent = await sendMessage(deps.http, { id: messageId, url: webhook.url, secrets, body, now: now(), signal });
    return { ok: sent.ok, status: sent.status, problem: sent.ok ? null : sent.problem, messageId };
  };

  const found = async ({ instituteId }: Viewer, id: string): Promise<Webhook> => {
    const webhook = await findWebhook(db, instituteId, id);
    if (webhook === null) throw notFound();
    return webhook;
  };

  return [
    endpoint(
      {
        method: 'get',
        path,
        summary: 'Webhooks in the order they were made.',
        access,
        query: pageQuery,
        responses: { 200: pageSchema(webhookSchema) },
      },
      async ({ viewer, query: { limit, cursor } }) => {
        const after = readCursor(cursor, position)?.[0] ?? null;
        const cut = cutPage(
          await listWebhooks(db, viewer.instituteId, { after, limit: limit + 1 }),
          limit,
          ({ id }) => [id],
        );
        return {
          status: 200,
          body: page(
            cut.rows.map((webhook) => presentWebhook(webhook, now())),
            cut.nextCursor,
          ),
        };
      },
    ),
    endpoint(
      {
        method: 'post',
        path,
        access,
        body: webhookSettings,
        responses: { 201: made },
        summary: 'Add a webhook; its secret is shown this once. `fullNumbers` needs the permission to see them.',
      },
      async ({ viewer, body }) => {
        const { webhook, secret } = await db.transaction(async (tx) => await createWebhook(tx, viewer, body, deps));
        return { status: 201, body: { ...presentWebhook(webhook, now()), secret } };
      },
    ),
    endpoint(
      { method: 'get', path: one, summary: 'One webhook.', access, params, responses: { 200: webhookSchema } },
      async ({ viewer, params: { id } }) => ({ status: 200, body: presentWebhook(await found(viewer, id), now()) }),
    ),
    endpoint(
      {
        method: 'put',
        path: one,
        summary: 'Change a webhook.',
        access,
        params,
        body: patchBody(webhookSettings),
        responses: { 200: webhookSchema },
      },
      async ({ viewer, params: { id }, body: patch }) => {
        const webhook = await db.transaction(async (tx) => await changeWebhook(tx, viewer, { id, patch }, deps));
        return { status: 200, body: presentWebhook(webhook, now()) };
      },
    ),
    endpoint(
      {
        method: 'delete',
        path: one,
        summary: 'Remove a webhook and all that was on its way to it.',
        access,
        params,
        responses: { 204: null },
      },
      async ({ viewer, params: { id } }) => {
        await db.transaction(async (tx) => await removeWebhook(tx, viewer, id));
        return { status: 204 };
      },
    ),
    endpoint(
      {
        method: 'post',
        path: `${one}/rotate`,
        access,
        params,
        body: rotation,
        responses: { 200: made },
        summary:
          'A new secret, shown this once; until `previousValidUntil` messages are signed with the one before as well.',
      },
      async ({ viewer, params: { id }, body: { overlapSeconds } }) => {
        const { webhook, secret } = await db.transaction(
          async (tx) => await rotateWebhook(tx, viewer, { id, overlapSeconds }, deps),
        );
        return { status: 200, body: { ...presentWebhook(webhook, now()), secret } };
      },
    ),
    endpoint(
      {
        method: 'post',
        path: `${one}/test`,
        access,
        params,
        responses: { 200: webhookTestSchema },
        summary: `Send \`${TEST_EVENT}\` there now, enabled or not, and say what came of it. Takes up to 15 seconds.`,
      },
      async ({ viewer, params: { id } }) => ({ status: 200, body: await test(viewer, await found(viewer, id)) }),
    ),
  ];
};
