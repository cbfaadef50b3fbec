import { lockCall } from '../../db/calls.ts';
import { publish } from '../../db/feed.ts';
import type { Pool, Tx } from '../../db/pool.ts';
import { dismissPopup, markActed, popupLead, popupsOf, type OwnPopup, type PopupRow } from '../../db/popups.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { LeadId, PopupId } from '../../domain/ids.ts';

/**
 * Changes one of the viewer's pop-ups and tells all their screens. The call is locked first, as everywhere: `advance`
 * moves pop-ups under that lock, and must not move one that was dismissed meanwhile.
 *
 * @returns false when the viewer has no such pop-up
 */
async function changeOwn(
  tx: Tx,
  viewer: Viewer,
  id: PopupId,
  change: (tx: Tx, own: OwnPopup) => Promise<PopupId | null>,
): Promise<boolean> {
  const { instituteId, counsellorId } = viewer;
  const [popup] = await popupsOf(tx, [{ instituteId, counsellorId, id }]);
  if (popup === undefined) return false;
  await lockCall(tx, instituteId, popup.callId);
  const changed = await change(tx, { instituteId, counsellorId, popupId: id });
  if (changed !== null) await publish(tx, instituteId, [{ counsellorId, type: 'popup', ref: changed }]);
  return true;
}

/**
 * Takes a pop-up off all of the viewer's screens, for ever. One that is gone already stays as it is.
 *
 * @returns the pop-up as it is then; null when the viewer has no such pop-up
 */
export async function dismiss(db: Pool, viewer: Viewer, id: PopupId): Promise<PopupRow | null> {
  return await db.transaction(async (tx) => {
    if (!(await changeOwn(tx, viewer, id, dismissPopup))) return null;
    const { instituteId, counsellorId } = viewer;
    const [popup] = await popupsOf(tx, [{ instituteId, counsellorId, id }]);
    return popup ?? null;
  });
}

/**
 * Notes, once, that the viewer opened the lead from a pop-up.
 *
 * @returns the lead to open, null in it when there is none yet; null when the viewer has no such pop-up
 */
export async function openFromPopup(
  db: Pool,
  viewer: Viewer,
  id: PopupId,
): Promise<{ readonly leadId: LeadId | null } | null> {
  return await db.transaction(async (tx) => {
    if (!(await changeOwn(tx, viewer, id, markActed))) return null;
    const { instituteId, counsellorId } = viewer;
    return await popupLead(tx, { instituteId, counsellorId, popupId: id });
  });
}
