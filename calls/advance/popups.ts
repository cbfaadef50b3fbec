import { v7 } from 'uuid';
import type { NewPopup, PopupMove } from '../../db/popups-write.ts';
import type { PopupRow } from '../../db/calls.ts';
import type { Card, CardPhase } from '../../domain/call/offers.ts';
import type { Plan } from '../../domain/call/plan.ts';
import type { LeadId, PopupId } from '../../domain/ids.ts';
import type { Advancing } from '../advance.ts';

/** What may follow what. A pop-up never re-opens; dismissed, withdrawn and closed are final. */
const NEXT: Readonly<Record<PopupRow['state'], readonly PopupRow['state'][]>> = {
  open: ['answered', 'closed', 'withdrawn'],
  answered: ['closed'],
  closed: [],
  withdrawn: [],
  dismissed: [],
};

/** What becomes of the call's cards. */
export interface PopupChanges {
  readonly moves: readonly PopupMove[];
  readonly opened: readonly NewPopup[];
}

/**
 * What brings the counsellors' cards to the plan; each counsellor is told of their own. Withdrawn cards come before new
 * ones in everybody's feed.
 */
export function changePopups(advancing: Advancing, { cards }: Plan, leadId: LeadId | null): PopupChanges {
  const { feed, context } = advancing;
  const { popups, receivers } = context;
  const known = new Map(popups.map((popup) => [popup.factSeq, popup]));
  const asked = cards.flatMap((card) => {
    const popup = known.get(card.factSeq);
    // A ring that turned out to be another counsellor's: a number was mapped anew.
    return popup ? [moveOf(popup, popup.counsellorId === card.counsellorId ? card.phase : GONE, leadId)] : [];
  });
  // A card nothing asks for any more: the number turned out to be blocked.
  const unasked = popups.filter(({ factSeq }) => !cards.some((card) => card.factSeq === factSeq));
  const moves = [...asked, ...unasked.map((popup) => moveOf(popup, GONE, leadId))].filter((move) => move !== null);
  const fresh = cards.filter((card) => !known.has(card.factSeq) && mayOpen(card, advancing));
  const opened = fresh
    .filter(({ counsellorId }) => receivers.includes(counsellorId))
    .map(({ counsellorId, factSeq, phase }): NewPopup => {
      // A UUIDv7, of which this is the kind.
      const id = v7() as PopupId;
      return { id, counsellorId, factSeq, state: phase.state === 'answered' ? 'answered' : 'open', leadId };
    });
  for (const { id, counsellorId } of [...moves, ...opened]) feed.push({ counsellorId, type: 'popup', ref: id });
  return { moves, opened };
}

/**
 * A ring that is first seen after its time shows no card: the phone rings no more. Whoever talked has one until their
 * wrap-up is over, though we heard of ring, answer and end together.
 */
function mayOpen({ phase, at }: Card, { now, policy }: Advancing): boolean {
  if (phase.state === 'answered') return true;
  return phase.state === 'open' && now - at <= policy.ringSeconds * 1000;
}

const GONE: CardPhase = { state: 'withdrawn', reason: 'call_ended' };

function moveOf(
  popup: PopupRow,
  phase: CardPhase,
  leadId: LeadId | null,
): (PopupMove & Pick<PopupRow, 'counsellorId'>) | null {
  const { id, counsellorId, state: from } = popup;
  // Talked after all, then corrected: the card is past ringing and can only close.
  const wanted = from === 'answered' && phase.state === 'withdrawn' ? 'closed' : phase.state;
  const moves = NEXT[from].includes(wanted);
  const showing = from === 'open' || from === 'answered';
  if (!moves && !(showing && popup.leadId !== leadId)) return null;
  const reason = moves && phase.state === 'withdrawn' && wanted === 'withdrawn' ? phase.reason : null;
  return { id, counsellorId, from, state: moves ? wanted : from, reason, leadId };
}
