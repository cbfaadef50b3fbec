import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { EpochMs, InstituteId } from '../domain/ids.ts';
import { callId, epochMs, leadId, noRows } from './columns.ts';
import type { Db, Tx } from './pool.ts';

export const DELIVERY_STATES = ['pending', 'delivered', 'dead', 'dropped'] as const;

const eventColumns = {
  eventId: z.string(),
  type: z.string(),
  at: epochMs,
  callId: callId.nullable(),
  leadId: leadId.nullable(),
  data: z.record(z.string(), z.unknown()),
};

const dueRow = z.object({ id: z.string(), attempts: z.number(), ...eventColumns });
/** An event that is to be sent to a webhook now. */
export type DueDelivery = z.infer<typeof dueRow>;

const event = sql.fragment`e.id as "eventId", e.type, e.at, e.call_id as "callId", e.lead_id as "leadId", e.data`;

/** What is due for a webhook, in the order it fell due. */
export async function dueDeliveries(
  db: Db,
  { instituteId, webhookId, now, limit }: { instituteId: InstituteId; webhookId: string; now: EpochMs; limit: number },
): Promise<readonly DueDelivery[]> {
  return await db.any(sql.type(dueRow)`
    select d.id, d.attempts, ${event}
    from webhook_delivery d
    join outgoing_event e on e.institute_id = d.institute_id and e.id = d.event_id
    where d.institute_id = ${instituteId} and d.webhook_id = ${webhookId} and d.state = 'pending'
      and d.next_attempt_at <= ${sql.timestamp(new Date(now))}
    order by d.next_attempt_at, d.id
    limit ${limit}
  `);
}

/** When something falls due for a webhook next; null: nothing is on its way. */
export async function nextDue(db: Db, instituteId: InstituteId, webhookId: string): Promise<EpochMs | null> {
  return await db.maybeOneFirst(sql.type(z.object({ at: epochMs }))`
    select next_attempt_at as at
    from webhook_delivery
    where institute_id = ${instituteId} and webhook_id = ${webhookId} and state = 'pending'
    order by next_attempt_at
    limit 1
  `);
}

/** How an attempt went; `state` is what the delivery is in from now on. */
export interface Attempt {
  readonly state: (typeof DELIVERY_STATES)[number];
  readonly nextAttemptAt: EpochMs | null;
  readonly status: number | null;
  readonly problem: string | null;
}

/** Notes an attempt. One that was delivered meanwhile by somebody else stays so. */
export async function noteAttempt(
  db: Db,
  { instituteId, id, now, attempt }: { instituteId: InstituteId; id: string; now: EpochMs; attempt: Attempt },
): Promise<void> {
  const { state, nextAttemptAt, status, problem } = attempt;
  await db.query(sql.type(noRows)`
    update webhook_delivery
    set state = ${state}, attempts = attempts + 1, last_attempt_at = ${sql.timestamp(new Date(now))}, last_status = ${status},
      last_problem = ${problem}, next_attempt_at = ${nextAttemptAt === null ? null : sql.timestamp(new Date(nextAttemptAt))}
    where institute_id = ${instituteId} and id = ${id} and state = 'pending'
  `);
}

/** Everything that was on its way to a webhook is dead. */
export async function buryPending(tx: Tx, instituteId: InstituteId, webhookId: string, problem: string): Promise<void> {
  await tx.query(sql.type(noRows)`
    update webhook_delivery set state = 'dead', next_attempt_at = null, last_problem = ${problem}
    where institute_id = ${instituteId} and webhook_id = ${webhookId} and state = 'pending'
  `);
}

const deliveryRow = z.object({
  id: z.string(),
  webhookId: z.string(),
  eventId: z.string(),
  type: z.string(),
  at: epochMs,
  callId: callId.nullable(),
  state: z.enum(DELIVERY_STATES),
  attempts: z.number(),
  nextAttemptAt: epochMs.nullable(),
  lastAttemptAt: epochMs.nullable(),
  lastStatus: z.number().nullable(),
  lastProblem: z.string().nullable(),
});
/** An event on its way to a webhook, or where that way ended. */
export type Delivery = z.infer<typeof deliveryRow>;

const shown = sql.fragment`
  d.id, d.webhook_id as "webhookId", e.id as "eventId", e.type, e.at, e.call_id as "callId", d.state, d.attempts,
  d.next_attempt_at as "nextAttemptAt", d.last_attempt_at as "lastAttemptAt", d.last_status as "lastStatus", d.last_problem as "lastProblem"
`;

export interface DeliveryFilter {
  readonly webhook: string | null;
  readonly state: string | null;
  readonly event: string | null;
  readonly after: string | null;
  readonly limit: number;
}

/** An institute's deliveries, newest first. */
export async function listDeliveries(
  db: Db,
  instituteId: InstituteId,
  filter: DeliveryFilter,
): Promise<readonly Delivery[]> {
  const { webhook, state, event: type, after, limit } = filter;
  const conditions: FragmentSqlToken[] = [sql.fragment`d.institute_id = ${instituteId}`];
  if (webhook !== null) conditions.push(sql.fragment`d.webhook_id = ${webhook}::uuid`);
  if (state !== null) conditions.push(sql.fragment`d.state = ${state}`);
  if (type !== null) conditions.push(sql.fragment`e.type = ${type}`);
  if (after !== null) conditions.push(sql.fragment`d.id < ${after}::uuid`);
  return await db.any(sql.type(deliveryRow)`
    select ${shown}
    from webhook_delivery d
    join outgoing_event e on e.institute_id = d.institute_id and e.id = d.event_id
    where ${sql.join(conditions, sql.fragment` and `)}
    order by d.id desc
    limit ${limit}
  `);
}

/**
 * Puts a delivery on its way once more, from the first step of the ladder, and gives it back; one that is on its way is sent
 * at once. Null: no such delivery.
 */
export async function redeliver(
  db: Db,
  { instituteId, id, now }: { instituteId: InstituteId; id: string; now: EpochMs },
): Promise<Delivery | null> {
  return await db.maybeOne(sql.type(deliveryRow)`
    with d as (
      update webhook_delivery
      set state = 'pending', attempts = 0, next_attempt_at = ${sql.timestamp(new Date(now))}
      where institute_id = ${instituteId} and id = ${id}
      returning *
    )
    select ${shown}
    from d
    join outgoing_event e on e.institute_id = d.institute_id and e.id = d.event_id
  `);
}
