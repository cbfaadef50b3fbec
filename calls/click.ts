import { askPhones, insertClick } from '../db/click-to-call.ts';
import { insertFact } from '../db/facts.ts';
import { insertCall, insertRefs, readSurroundings } from '../db/placing.ts';
import type { Tx } from '../db/pool.ts';
import type { Via } from '../domain/call/facts.ts';
import type { CounsellorId, EpochMs, InstituteId, LeadId } from '../domain/ids.ts';
import { advance } from './advance.ts';
import type { DeliverableFact } from './delivery.ts';

/** A click that is to place a call: nothing forbids it, and the counsellor is free. */
export interface Click {
  readonly instituteId: InstituteId;
  readonly counsellorId: CounsellorId;
  readonly vendor: string;
  readonly via: Via;
  readonly leadId: LeadId | null;
  /** The student's number as its key. */
  readonly numberKey: string;
  /** The counsellor's own as entered. */
  readonly agentNumber: string;
  readonly callerId: string | null;
  readonly key: string;
  readonly bodyHash: Buffer;
  readonly now: EpochMs;
}

/**
 * Makes the call of a click, which holds its counsellor from now on, under the lock of `lockClicks`. It is dialled by its
 * workflow, or by the counsellor's phones, once this is committed.
 *
 * @returns what to deliver after the commit
 */
export async function placeClick(tx: Tx, click: Click): Promise<DeliverableFact> {
  const { instituteId, counsellorId, vendor, via, leadId, numberKey, agentNumber, callerId, now } = click;
  const around = { callId: null, agentKeys: [], numberKey, didKey: null };
  const { blocked } = await readSurroundings(tx, { instituteId, vendor, ...around });
  const { id: callId } = await insertCall(tx, {
    instituteId,
    vendor,
    direction: 'outbound',
    numberKey,
    didKey: null,
    vendorCallId: null,
    blocked,
    refs: [],
    unclaimed: false,
    now,
  });
  // The call's own id is what the vendor is given, and gives back where it can.
  await insertRefs(tx, { instituteId, vendor, callId, refs: [{ kind: 'our_ref', ref: callId }] });
  const heard = { receivedAt: now, flags: [] };
  const fact = { ...heard, kind: 'dial_requested', counsellorId, via, leadId, agentNumber, callerId } as const;
  const seq = await insertFact(tx, { instituteId, callId, fact, requestId: null, heard: true });
  if (seq === null) throw new Error('A call that was just made is gone');
  await insertClick(tx, { ...click, callId });
  await advance(tx, { instituteId, callId, now, by: 'other' });
  if (via === 'app') await askPhones(tx, { instituteId, counsellorId, callId });
  return { instituteId, callId, seq, kind: 'dial_requested', vendor, direction: 'outbound' };
}

/** A click that was not heard of for so long holds nobody, whatever its call does. */
export function holdsUntil(
  { state, requestedAt, heardAt }: { readonly state: string; readonly requestedAt: EpochMs; readonly heardAt: EpochMs },
  ringSeconds: number,
): EpochMs {
  // As long as it is being placed nobody knows how it is: that ends by itself, unless everything is down.
  return state === 'dialling' ? requestedAt + Math.max(ringSeconds * 1000, PLACING_MS) : heardAt + ringSeconds * 1000;
}

/** The most that placing a call takes: 20 s to dial, 40 s for a result, 60 s of asking whether it is on. */
const PLACING_MS = 120_000;
