import type { SecretKey } from '../../config/secret-keys.ts';
import { recordAudit } from '../../db/audit.ts';
import type { Pool } from '../../db/pool.ts';
import {
  buryPending,
  dueDeliveries,
  nextDue,
  noteAttempt,
  type Attempt,
  type DueDelivery,
} from '../../db/webhook-deliveries.ts';
import { disableWebhook, findWebhook, releaseWebhook, type Webhook } from '../../db/webhooks.ts';
import type { EpochMs, InstituteId } from '../../domain/ids.ts';
import { retryAt } from '../../domain/outgoing/retries.ts';
import type { Http } from '../../vendors/http.ts';
import { payloadOf, readerOf } from './payload.ts';
import { openWebhookSecrets } from './secrets.ts';
import { sendMessage, type Sent } from './send.ts';

export interface OutgoingDeps {
  readonly pool: Pool;
  readonly secretKeys: readonly SecretKey[];
  readonly http: Http;
  readonly now: () => EpochMs;
  /** The pauses between attempts, in seconds. */
  readonly retrySeconds: readonly number[];
}

export interface DueQuestion {
  readonly instituteId: InstituteId;
  readonly webhookId: string;
  /** Whoever runs this is to stop: what is under way ends, nothing more is begun. */
  readonly signal: AbortSignal;
}

/** Messages under way to one endpoint at once. */
const AT_ONCE = 5;
const BATCH = 50;
/** After this long the rest is left to the next run, in ms. */
const BUDGET_MS = 60_000;

/**
 * Sends what is due for a webhook and notes how each attempt went. A death between the two sends it again under the same
 * `webhook-id`. As often as you like.
 *
 * @returns when something falls due next; null: nothing, or nothing is to be sent there any more
 */
export async function deliverDue(
  deps: OutgoingDeps,
  { instituteId, webhookId, signal }: DueQuestion,
): Promise<EpochMs | null> {
  const { pool, now } = deps;
  const until = performance.now() + BUDGET_MS;
  while (performance.now() < until && !signal.aborted) {
    const webhook = await findWebhook(pool, instituteId, webhookId);
    if (webhook === null || !webhook.enabled) return null;
    const due = await dueDeliveries(pool, { instituteId, webhookId, now: now(), limit: BATCH });
    if (due.length === 0) break;
    await eachOf(due, async (delivery) => {
      if (!signal.aborted && performance.now() < until) await deliver(deps, { instituteId, webhook, delivery, signal });
    });
  }
  await releaseWebhook(pool, instituteId, webhookId);
  return await nextDue(pool, instituteId, webhookId);
}

/** In order, so many at a time. */
async function eachOf(due: readonly DueDelivery[], work: (delivery: DueDelivery) => Promise<void>): Promise<void> {
  const left = due.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const delivery of left) await work(delivery);
    }),
  );
}

interface Delivering {
  readonly instituteId: InstituteId;
  readonly webhook: Webhook;
  readonly delivery: DueDelivery;
  readonly signal: AbortSignal;
}

async function deliver(deps: OutgoingDeps, { instituteId, webhook, delivery, signal }: Delivering): Promise<void> {
  const { pool, now } = deps;
  const data = await payloadOf(pool, delivery, readerOf(instituteId, webhook.fullNumbers), now());
  const attempt = data === null ? DROPPED : await attempted();
  if (attempt === null) return;
  await noteAttempt(pool, { instituteId, id: delivery.id, now: now(), attempt });
  if (attempt.problem === 'gone') await closeDown(pool, instituteId, webhook);

  async function attempted(): Promise<Attempt | null> {
    const sentAt = now();
    const secrets = openWebhookSecrets(webhook, { keys: deps.secretKeys, instituteId, now: sentAt });
    if (secrets === null) return failed({ status: null, problem: 'secret_unreadable', patientUntil: null });
    const body = JSON.stringify({ type: delivery.type, timestamp: new Date(delivery.at).toISOString(), data });
    const sent = await sendMessage(deps.http, {
      id: delivery.eventId,
      url: webhook.url,
      secrets,
      body,
      now: sentAt,
      signal,
    });
    if (sent.ok) return { state: 'delivered', nextAttemptAt: null, status: sent.status, problem: null };
    // Cut off by ourselves: that says nothing of the endpoint.
    return signal.aborted ? null : failed(sent);
  }

  function failed({
    status,
    problem,
    patientUntil,
  }: Pick<Extract<Sent, { ok: false }>, 'status' | 'patientUntil'> & { problem: string }): Attempt {
    const nextAttemptAt =
      problem === 'gone'
        ? null
        : retryAt(delivery.attempts + 1, { now: now(), patientUntil, seconds: deps.retrySeconds });
    return { state: nextAttemptAt === null ? 'dead' : 'pending', nextAttemptAt, status, problem };
  }
}

/** What the event tells of was erased: there is nothing to send. */
const DROPPED: Attempt = { state: 'dropped', nextAttemptAt: null, status: null, problem: null };

/** The endpoint said 410: it is there no more, and nothing is sent there until somebody enables it again. */
async function closeDown(pool: Pool, instituteId: InstituteId, { id }: Webhook): Promise<void> {
  await pool.transaction(async (tx) => {
    if (!(await disableWebhook(tx, instituteId, id, 'gone'))) return;
    await buryPending(tx, instituteId, id, 'gone');
    const changes = { before: { enabled: true }, after: { enabled: false, disabledReason: 'gone' } };
    await recordAudit(tx, { instituteId, byId: null, action: 'webhook.disable', target: id, changes });
  });
}
