import { publish } from '../../db/feed.ts';
import type { Pool } from '../../db/pool.ts';
import { changePopup, openPopup } from '../../db/popups-write.ts';
import type { CallId, LeadId, PopupId } from '../../domain/ids.ts';
import type { BuiltCounsellor } from './counsellor.ts';

/** Shows a card as `advance` does: the card and its feed message in one transaction. */
export async function showPopup(
  db: Pool,
  { id: counsellorId, instituteId }: BuiltCounsellor,
  callId: CallId,
  { factSeq = 1, leadId = null }: { factSeq?: number; leadId?: LeadId | null } = {},
): Promise<PopupId> {
  return await db.transaction(async (tx) => {
    const id = await openPopup(tx, { instituteId, callId, counsellorId, factSeq, leadId, now: Date.now() });
    await publish(tx, instituteId, [{ counsellorId, type: 'popup', ref: id }]);
    // openPopup gives the id back as a plain string.
    return id as PopupId;
  });
}

/** Takes a card away because the next counsellor was rung. */
export async function withdrawPopup(db: Pool, { id: counsellorId, instituteId }: BuiltCounsellor, id: PopupId): Promise<void> {
  await db.transaction(async (tx) => {
    await changePopup(tx, { instituteId, id, state: 'withdrawn', reason: 'next_agent', leadId: null, now: Date.now() });
    await publish(tx, instituteId, [{ counsellorId, type: 'popup', ref: id }]);
  });
}

/** Tells counsellors their count of missed calls anew, `times` times each in one transaction. */
export async function tellMissed(db: Pool, counsellors: readonly BuiltCounsellor[], times = 1): Promise<void> {
  const entries = counsellors.flatMap(({ id }) =>
    Array.from({ length: times }, () => ({ counsellorId: id, type: 'missed' as const, ref: null })),
  );
  await db.transaction(async (tx) => await publish(tx, counsellors[0]?.instituteId ?? 1, entries));
}
