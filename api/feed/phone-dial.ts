import { addFact } from '../../calls/facts.ts';
import type { Delivery } from '../../calls/delivery.ts';
import type { Logger } from '../../config/log.ts';
import { callsOf } from '../../db/calls-read.ts';
import { factsOf } from '../../db/facts.ts';
import type { FeedKey } from '../../db/feed-read.ts';
import type { Pool } from '../../db/pool.ts';
import { PHONE_WITHIN_MS } from '../../domain/call/dialling.ts';
import type { CallId, EpochMs } from '../../domain/ids.ts';
import type { FeedHub } from './hub.ts';

export interface PhoneDialDeps {
  readonly db: Pool;
  readonly hub: Pick<FeedHub, 'dial'>;
  readonly delivery: Delivery;
  readonly log: Logger;
  readonly now: () => EpochMs;
}

/**
 * Has the counsellor's phones that are connected to this process dial a clicked call (contract 4, `dial`), and tells the
 * call that they do. Later than five seconds after the click it has failed, and nobody is asked. Never throws.
 */
export async function dialByPhone(
  { db, hub, delivery, log, now }: PhoneDialDeps,
  key: FeedKey,
  callId: CallId,
): Promise<void> {
  const { instituteId } = key;
  try {
    const [call] = await callsOf(db, [{ ...key, id: callId }]);
    const facts = await factsOf(db, instituteId, callId);
    const requested = facts.find((fact) => fact.kind === 'dial_requested');
    if (!call?.number || requested?.via !== 'app' || call.state === 'ended') return;
    if (now() - requested.receivedAt >= PHONE_WITHIN_MS || hub.dial(key, { callId, tel: call.number }) === 0) return;
    const fact = { kind: 'dial_accepted', by: 'phone', receivedAt: now(), flags: [] } as const;
    const added = await db.transaction(async (tx) => await addFact(tx, { instituteId, callId, fact }));
    if (added !== null) delivery.deliver({ instituteId, ...added, kind: fact.kind });
  } catch (error) {
    // The phone may dial all the same; the counsellor says how it went.
    log.warn({ err: error, callId }, 'a phone could not be asked to dial');
  }
}
