import { hash } from 'node:crypto';
import { holdsUntil, placeClick } from '../../calls/click.ts';
import type { DeliverableFact } from '../../calls/delivery.ts';
import { findClick, liveClick, lockClicks, releaseClick, type LiveClick } from '../../db/click-to-call.ts';
import { primaryOf } from '../../db/leads.ts';
import type { Pool, Tx } from '../../db/pool.ts';
import { may, type Viewer } from '../../domain/access/viewer.ts';
import type { Via } from '../../domain/call/facts.ts';
import { GUARDS, whyNoCall, type Situation } from '../../domain/calling/guards.ts';
import type { CallId, EpochMs } from '../../domain/ids.ts';
import { agentKey } from '../../domain/numbers/phone.ts';
import { readTelephonySettings } from '../../domain/settings/telephony.ts';
import { readDesk, type CallingDesk } from '../calling-desk.ts';
import { Problem } from '../problem.ts';
import { findTarget, type CallTarget, type ClickedOn } from './call-target.ts';

export interface ClickRequest {
  readonly on: ClickedOn;
  readonly via: Via;
  /** `Idempotency-Key`: what the client calls this click. */
  readonly key: string;
  readonly now: EpochMs;
}

/**
 * placed: a call was made · first: this click, or one on the same student, has made the call · already_on_call: the call
 * on which the counsellor is · key_reused: the call that another click made under this key.
 */
export interface Clicked {
  readonly result: 'placed' | 'first' | 'already_on_call' | 'key_reused';
  readonly callId: CallId;
  /** To deliver after the commit. */
  readonly facts: readonly DeliverableFact[];
}

/**
 * One click, one call (product 4). Clicks of one counsellor take turns; which call is live is decided before whether
 * this one may be placed. Throws 404 as `findTarget`, 403 `calls_not_permitted`, and 409 with the code of what forbids it
 * (domain/calling/guards).
 */
export const clickToCall = async (db: Pool, viewer: Viewer, click: ClickRequest): Promise<Clicked> => {
  const { on, via, key, now } = click;
  const inApplications = 'applicationId' in on && on.applicationId !== undefined;
  const permitted = may(viewer, inApplications ? 'make_calls_applications' : 'make_calls_leads');
  if (!permitted) throw new Problem(403, 'calls_not_permitted', GUARDS.calls_not_permitted);

  const desk = await readDesk(db, viewer);
  const target = await findTarget(db, viewer, on, (desk.settings ?? USUAL).inbound.matchAlternateMobile);
  const bodyHash = hash('sha256', JSON.stringify({ ...on, via }), 'buffer');
  return await db.transaction(async (tx) => {
    const { instituteId, counsellorId } = viewer;
    await lockClicks(tx, viewer);
    const same = await findClick(tx, { instituteId, counsellorId, key });
    if (same !== null)
      return { result: same.bodyHash.equals(bodyHash) ? 'first' : 'key_reused', callId: same.callId, facts: [] };
    const live = await standingClick(tx, viewer, (desk.settings ?? USUAL).times.ringSeconds, now);
    if (live !== null) {
      return {
        result: (await isSameStudent(tx, viewer, live, target)) ? 'first' : 'already_on_call',
        callId: live.callId,
        facts: [],
      };
    }
    const { vendor, agentNumber, callerId } = desk;
    const guard = whyNoCall(situationOf(viewer, desk, target, via, now));
    if (guard !== null) throw new Problem(409, guard, GUARDS[guard]);
    const { number, lead } = target;
    // A guard stands before each of these.
    if (vendor === null || agentNumber === null || number === null)
      throw new Error('A click without what it needs got past its guards');
    const fact = await placeClick(tx, {
      instituteId,
      counsellorId,
      vendor,
      via,
      leadId: lead?.id ?? null,
      numberKey: number,
      agentNumber,
      callerId,
      key,
      bodyHash,
      now,
    });
    return { result: 'placed', callId: fact.callId, facts: [fact] };
  });
};

const USUAL = readTelephonySettings({});

function situationOf(
  viewer: Viewer,
  desk: CallingDesk,
  { lead, ...target }: CallTarget,
  via: Via,
  now: EpochMs,
): Situation {
  const { settings, dials, agentNumber, country } = desk;
  return {
    via,
    permitted: true,
    overrides: may(viewer, 'override_call_guards'),
    seesNumbers: may(viewer, 'full_numbers'),
    account: settings && {
      outboundEnabled: settings.enabled && settings.outbound.enabled,
      cloudCalling: settings.cloudCalling,
      appCalling: settings.appCalling,
      formIds: settings.outbound.formIds,
      dials,
    },
    ...target,
    agentNumber,
    isOwnNumber: agentNumber !== null && agentKey(agentNumber, country) === target.number,
    doNotCall: lead?.doNotCall ?? false,
    withinHours: desk.isOpen(now),
  };
}

/** The click that holds the counsellor; one that was silent for longer than the ring time is let go (product 4). */
async function standingClick(tx: Tx, viewer: Viewer, ringSeconds: number, now: EpochMs): Promise<LiveClick | null> {
  const live = await liveClick(tx, viewer);
  if (live === null || now <= holdsUntil(live, ringSeconds)) return live;
  await releaseClick(tx, { instituteId: viewer.instituteId, callId: live.callId, now });
  return null;
}

/** The same lead; where one of the two has none, the same number. */
async function isSameStudent(
  tx: Tx,
  { instituteId }: Viewer,
  live: LiveClick,
  { lead, number }: CallTarget,
): Promise<boolean> {
  if (live.leadId === null || lead === null) return live.numberKey === number;
  return (await primaryOf(tx, { instituteId, leadId: live.leadId })) === lead.id;
}
