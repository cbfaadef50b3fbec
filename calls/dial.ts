import { vendorUserIdOf } from '../db/click-to-call.ts';
import { findInstitute } from '../db/institutes.ts';
import { insertFact, type NewFact } from '../db/facts.ts';
import { publish, type FeedEntry } from '../db/feed.ts';
import { completeCall } from '../db/placing.ts';
import type { Pool, Tx } from '../db/pool.ts';
import { DIAL_WITHIN_MS, TOO_LATE } from '../domain/call/dialling.ts';
import { plan } from '../domain/call/plan.ts';
import type { CallId, EpochMs, InstituteId } from '../domain/ids.ts';
import type { Dialled, DialRequest, VendorClient } from '../vendors/adapter.ts';
import { openAdvancing } from './advance.ts';
import { findByRefs, lockSurvivor } from './placing.ts';
import { openVendorClient, type ClientDeps } from './vendor-client.ts';

export interface DialDeps extends ClientDeps {
  readonly pool: Pool;
}

interface Order {
  readonly instituteId: InstituteId;
  readonly callId: CallId;
  readonly vendor: string;
  readonly request: DialRequest;
  /** From then on it is not dialled any more. */
  readonly until: EpochMs;
  readonly dial: NonNullable<VendorClient['dial']>;
}

/**
 * Places a clicked call at its vendor, once: that it is asked stands written before it is, so that whoever comes after a
 * crash sees it and does not dial (product 4). Whether to dial is decided again under the call's lock. What came of it
 * becomes a fact; the vendor is asked outside any transaction.
 */
export async function dialCall(
  deps: DialDeps,
  { instituteId, callId, signal }: { instituteId: InstituteId; callId: CallId; signal?: AbortSignal },
): Promise<void> {
  const { pool, tools } = deps;
  const order = await pool.transaction(async (tx) => await takeOrder(tx, deps, { instituteId, callId }));
  if (order === null) return;
  // The process may have stood still between the commit and here.
  const dialled = tools.now() < order.until ? await order.dial(order.request, signal) : null;
  await pool.transaction(async (tx) => await keepResult(tx, order, dialled, tools.now()));
}

/** What to dial, written down as sent; null when it is not, or not any more, to be dialled. */
async function takeOrder(
  tx: Tx,
  deps: DialDeps,
  { instituteId, callId: id }: { instituteId: InstituteId; callId: CallId },
): Promise<Order | null> {
  const now = deps.tools.now();
  const call = await lockSurvivor(tx, instituteId, id);
  if (!call || call.numberKey === null) return null;
  const { facts, policy, settings } = await openAdvancing(tx, { instituteId, call, now });
  const requested = facts.find((fact) => fact.kind === 'dial_requested');
  if (requested === undefined || plan(facts, call, policy, now).ask !== 'dial') return null;

  const { id: callId, vendor, numberKey: number } = call;
  const institute = await findInstitute(tx, instituteId);
  const client = institute && (await openVendorClient(tx, deps, { instituteId, vendor, country: institute.country }));
  const heard = { receivedAt: now, flags: [] };
  if (!client?.dial) {
    await write(tx, { instituteId, callId }, { ...heard, kind: 'dial_refused', reason: 'credentials_refused' });
    return null;
  }
  await write(tx, { instituteId, callId }, { ...heard, kind: 'dial_sent' });
  const { agentNumber, callerId, counsellorId, receivedAt } = requested;
  const vendorUserId = await vendorUserIdOf(tx, { instituteId, counsellorId, vendor, agentNumber });
  const { clickToCallUrl: url } = settings.outbound;
  const until = receivedAt + DIAL_WITHIN_MS;
  const request = { agentNumber, vendorUserId, number, callerId, reference: callId, url, notAfter: until };
  return { instituteId, callId, vendor, request, until, dial: client.dial };
}

/**
 * The result as a fact of the call, which its ids name from now on; a call that was heard under them before becomes part
 * of it. Null: it was not sent after all.
 */
async function keepResult(tx: Tx, order: Order, dialled: Dialled | null, now: EpochMs): Promise<void> {
  const { instituteId, callId, vendor } = order;
  const { callId: vendorCallId, vendorRef } =
    dialled?.result === 'accepted' ? dialled : { callId: null, vendorRef: null };
  const refs = [
    ...(vendorCallId === null ? [] : [{ kind: 'vendor_call' as const, ref: vendorCallId }]),
    ...(vendorRef === null ? [] : [{ kind: 'vendor_ref' as const, ref: vendorRef }]),
  ];
  const feed: FeedEntry[] = [];
  const call = await findByRefs(tx, { instituteId, vendor, refs, reference: callId }, feed);
  if (call === null) throw new Error('A call that was dialled is gone');
  const unsaid = { numberKey: null, didKey: null, blocked: call.blocked };
  if (vendorCallId !== null) await completeCall(tx, { instituteId, callId: call.id, vendorCallId, ...unsaid });
  await write(tx, { instituteId, callId: call.id }, { receivedAt: now, flags: [], ...factOf(dialled) });
  await publish(tx, instituteId, feed);
}

type DialResult = 'dial_accepted' | 'dial_refused' | 'dial_not_taken' | 'dial_unclear';
type WithoutHeard<F> = F extends { kind: DialResult } ? Omit<F, 'receivedAt' | 'flags'> : never;

function factOf(dialled: Dialled | null): WithoutHeard<NewFact> {
  if (dialled === null) return { kind: 'dial_not_taken', reason: TOO_LATE, retryAt: null };
  switch (dialled.result) {
    case 'accepted':
      return { kind: 'dial_accepted', by: 'vendor' };
    case 'refused':
      return { kind: 'dial_refused', reason: dialled.reason };
    case 'not_taken':
      return { kind: 'dial_not_taken', reason: dialled.reason, retryAt: dialled.retryAt };
    default:
      return { kind: 'dial_unclear', reason: dialled.reason };
  }
}

async function write(tx: Tx, call: { instituteId: InstituteId; callId: CallId }, fact: NewFact): Promise<void> {
  const seq = await insertFact(tx, { ...call, fact, requestId: null, heard: true });
  if (seq === null) throw new Error('The call was merged away while it was dialled');
}
