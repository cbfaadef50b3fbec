import { sql } from 'slonik';
import { z } from 'zod';
import { sealedText, type SealedText } from '../config/sealing.ts';
import type { EpochMs, InstituteId } from '../domain/ids.ts';
import { EVENT_TYPES } from '../domain/outgoing/events.ts';
import { epochMs, noRows } from './columns.ts';
import type { Db, Tx } from './pool.ts';

const webhookRow = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(z.enum(EVENT_TYPES)),
  fullNumbers: z.boolean(),
  enabled: z.boolean(),
  disabledReason: z.string().nullable(),
  secret: sealedText,
  previousSecret: sealedText.nullable(),
  previousUntil: epochMs.nullable(),
  createdAt: epochMs,
});
/** Where an institute wants to be told, with its secrets still sealed. */
export type Webhook = z.infer<typeof webhookRow>;

const columns = sql.fragment`
  id, url, events, full_numbers as "fullNumbers", enabled, disabled_reason as "disabledReason", secret,
  previous_secret as "previousSecret", previous_secret_until as "previousUntil", created_at as "createdAt"
`;

/** An institute's webhooks in the order they were made; a handful. */
export async function listWebhooks(
  db: Db,
  instituteId: InstituteId,
  { after, limit }: { after: string | null; limit: number },
): Promise<readonly Webhook[]> {
  return await db.any(sql.type(webhookRow)`
    select ${columns} from webhook
    where institute_id = ${instituteId} and (${after}::uuid is null or id > ${after}::uuid)
    order by id
    limit ${limit}
  `);
}

export async function findWebhook(db: Db, instituteId: InstituteId, id: string): Promise<Webhook | null> {
  return await db.maybeOne(sql.type(webhookRow)`
    select ${columns} from webhook where institute_id = ${instituteId} and id = ${id}
  `);
}

/** The webhook for a change, locked until the transaction ends. */
export async function lockWebhook(tx: Tx, instituteId: InstituteId, id: string): Promise<Webhook | null> {
  return await tx.maybeOne(sql.type(webhookRow)`
    select ${columns} from webhook where institute_id = ${instituteId} and id = ${id} for no key update
  `);
}

export interface WebhookSettings {
  readonly url: string;
  readonly events: readonly string[];
  readonly fullNumbers: boolean;
  readonly enabled: boolean;
}

/** Adds a webhook under an id that its sealed secret knows already. False: the institute has as many as it may. */
export async function addWebhook(
  tx: Tx,
  instituteId: InstituteId,
  { id, settings, secret, most }: { id: string; settings: WebhookSettings; secret: SealedText; most: number },
): Promise<boolean> {
  await tx.query(
    sql.type(noRows)`select pg_advisory_xact_lock(hashtextextended(${`webhooks:${instituteId}`}, 0))::text as locked`,
  );
  const { rowCount } = await tx.query(sql.type(noRows)`
    insert into webhook (institute_id, id, url, events, full_numbers, enabled, secret)
    select ${instituteId}::integer, ${id}::uuid, ${settings.url}, ${sql.array([...settings.events], 'text')}, ${settings.fullNumbers},
      ${settings.enabled}, ${JSON.stringify(secret)}::jsonb
    where (select count(*) from webhook where institute_id = ${instituteId}) < ${most}
  `);
  return rowCount === 1;
}

export async function saveWebhook(
  tx: Tx,
  instituteId: InstituteId,
  id: string,
  settings: WebhookSettings,
): Promise<void> {
  await tx.query(sql.type(noRows)`
    update webhook
    set url = ${settings.url}, events = ${sql.array([...settings.events], 'text')}, full_numbers = ${settings.fullNumbers},
      enabled = ${settings.enabled}, disabled_reason = null
    where institute_id = ${instituteId} and id = ${id}
  `);
}

/** Removes a webhook with everything that was on its way to it. */
export async function deleteWebhook(tx: Tx, instituteId: InstituteId, id: string): Promise<void> {
  await tx.query(sql.type(noRows)`delete from webhook where institute_id = ${instituteId} and id = ${id}`);
}

/** Signs with this secret from now on, and with the one before as well until `previousUntil`; null: no longer. */
export async function replaceWebhookSecret(
  tx: Tx,
  instituteId: InstituteId,
  {
    id,
    secret,
    previous,
    previousUntil,
  }: { id: string; secret: SealedText; previous: SealedText | null; previousUntil: EpochMs | null },
): Promise<void> {
  await tx.query(sql.type(noRows)`
    update webhook
    set secret = ${JSON.stringify(secret)}::jsonb, previous_secret = ${previous === null ? null : JSON.stringify(previous)}::jsonb,
      previous_secret_until = ${previousUntil === null ? null : sql.timestamp(new Date(previousUntil))}
    where institute_id = ${instituteId} and id = ${id}
  `);
}

/** Sends nothing there any more, for a reason of its own. False: it was disabled already, or is gone. */
export async function disableWebhook(tx: Tx, instituteId: InstituteId, id: string, reason: string): Promise<boolean> {
  const { rowCount } = await tx.query(sql.type(noRows)`
    update webhook set enabled = false, disabled_reason = ${reason}
    where institute_id = ${instituteId} and id = ${id} and enabled
  `);
  return rowCount === 1;
}

const dueRow = z.object({ instituteId: z.number(), webhookId: z.string() });

/** Claims enabled webhooks for which something is due, each once in five seconds: whoever is woken needs no second call. */
export async function claimDueWebhooks(
  db: Db,
  { now, limit }: { now: EpochMs; limit: number },
): Promise<readonly z.infer<typeof dueRow>[]> {
  const at = sql.timestamp(new Date(now));
  return await db.any(sql.type(dueRow)`
    with due as (
      select w.institute_id, w.id
      from webhook w
      where w.enabled and (w.claimed_until is null or w.claimed_until < ${at})
        and exists (
          select from webhook_delivery d
          where d.institute_id = w.institute_id and d.webhook_id = w.id and d.state = 'pending' and d.next_attempt_at <= ${at}
        )
      limit ${limit}
      for no key update skip locked
    )
    update webhook w set claimed_until = ${at} + interval '5 seconds'
    from due
    where w.institute_id = due.institute_id and w.id = due.id
    returning w.institute_id as "instituteId", w.id as "webhookId"
  `);
}

/** Whoever was woken for a webhook has done what was due: the next thing may wake it at once. */
export async function releaseWebhook(db: Db, instituteId: InstituteId, id: string): Promise<void> {
  await db.query(sql.type(noRows)`
    update webhook set claimed_until = null where institute_id = ${instituteId} and id = ${id} and claimed_until is not null
  `);
}
