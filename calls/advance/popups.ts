import { changePopup, openPopup, popupReceivers } from '../../db/popups-write.ts';
import type { PopupRow } from '../../db/calls.ts';
import type { Card, CardPhase } from '../../domain/call/offers.ts';
import type { Plan } from '../../domain/call/plan.ts';
import type { CallRecord } from '../../domain/call/record.ts';
import type { LeadId } from '../../domain/ids.ts';
import type { Advancing } from '../advance.ts';

/** What may follow what. A pop-up never re-opens; dismissed, withdrawn and closed are final. */
const NEXT: Readonly<Record<PopupRow['state'], readonly PopupRow['state'][]>> = {
  open: ['answered', 'closed', 'withdrawn'],
  answered: ['closed'],
  closed: [],
  withdrawn: [],
  dismissed: [],
};

/**
 * Brings the counsellors' cards to the plan, compare-and-set, and tells each counsellor of their own. Withdrawn
 * cards come before new ones in everybody's feed.
 */
export async function writePopups(advancing: Advancing, { cards, record }: Plan, leadId: LeadId | null): Promise<void> {
  const { popups } = advancing.context;
  const known = new Map(popups.map((popup) => [popup.factSeq, popup]));
  for (const card of cards) {
    const popup = known.get(card.factSeq);
    // A ring that turned out to be another counsellor's: a number was mapped anew.
    const phase = popup?.counsellorId === card.counsellorId ? card.phase : GONE;
    if (popup) await bring(advancing, popup, phase, leadId);
  }
  // A card nothing asks for any more: the number turned out to be blocked.
  for (const popup of popups.filter(({ factSeq }) => !cards.some((card) => card.factSeq === factSeq))) {
    await bring(advancing, popup, GONE, leadId);
  }
  const fresh = cards.filter((card) => !known.has(card.factSeq) && mayOpen(card, record, advancing));
  if (fresh.length === 0) return;
  const { tx, instituteId, call, feed, now } = advancing;
  const receivers = await popupReceivers(
    tx,
    instituteId,
    fresh.map((card) => card.counsellorId),
  );
  for (const { counsellorId, factSeq, phase } of fresh) {
    if (!receivers.includes(counsellorId)) continue;
    const state = phase.state === 'answered' ? 'answered' : 'open';
    const id = await openPopup(tx, { instituteId, callId: call.id, counsellorId, factSeq, state, leadId, now });
    feed.push({ counsellorId, type: 'popup', ref: id });
  }
}

/**
 * A ring that is first seen after its time shows no card: the phone rings no more. Whoever talks has one as long as
 * the call lasts, though we heard of ring and answer together.
 */
function mayOpen({ phase, at }: Card, record: CallRecord, { now, policy }: Advancing): boolean {
  if (phase.state === 'answered') return record.state !== 'ended';
  return phase.state === 'open' && now - at <= policy.ringSeconds * 1000;
}

const GONE: CardPhase = { state: 'withdrawn', reason: 'call_ended' };

async function bring(advancing: Advancing, popup: PopupRow, phase: CardPhase, leadId: LeadId | null): Promise<void> {
  const { tx, instituteId, feed, now } = advancing;
  // Talked after all, then corrected: the card is past ringing and can only close.
  const wanted = popup.state === 'answered' && phase.state === 'withdrawn' ? 'closed' : phase.state;
  const moves = NEXT[popup.state].includes(wanted);
  const showing = popup.state === 'open' || popup.state === 'answered';
  if (!moves && !(showing && popup.leadId !== leadId)) return;
  const reason = moves && phase.state === 'withdrawn' && wanted === 'withdrawn' ? phase.reason : null;
  await changePopup(tx, { instituteId, id: popup.id, state: moves ? wanted : popup.state, reason, leadId, now });
  feed.push({ counsellorId: popup.counsellorId, type: 'popup', ref: popup.id });
}
