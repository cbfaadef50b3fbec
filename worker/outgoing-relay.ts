import type { Client } from '@temporalio/client';
import { wakeWebhook } from '../calls/outgoing/workflows.ts';
import type { Logger } from '../config/log.ts';
import type { Pool } from '../db/pool.ts';
import { claimDueWebhooks } from '../db/webhooks.ts';
import type { EpochMs } from '../domain/ids.ts';
import { runRounds, type Rounds } from './rounds.ts';

export interface OutgoingRelayDeps {
  readonly pool: Pool;
  readonly client: Client;
  readonly log: Logger;
  readonly now: () => EpochMs;
  /** How long Temporal may take to be told, in ms. */
  readonly withinMs: number;
}

const PAUSE_MS = 1000;
/** Webhooks of one round. */
const BATCH = 50;

/** Wakes the workflows of webhooks for which something is due: whoever wrote it into the outbox told nobody. */
export function startOutgoingRelay({ pool, client, log, now, withinMs }: OutgoingRelayDeps): Rounds {
  return runRounds({ name: 'outgoing', pauseMs: PAUSE_MS, log }, async () => {
    const due = await claimDueWebhooks(pool, { now: now(), limit: BATCH });
    await Promise.all(
      due.map(async (webhook) => {
        await wakeWebhook(client, webhook, withinMs).catch((error: unknown) => {
          // Claimed for seconds only: it is tried again.
          log.warn({ err: error, webhookId: webhook.webhookId }, 'a webhook’s workflow could not be woken');
        });
      }),
    );
    return due.length === BATCH ? 'more' : 'done';
  });
}
