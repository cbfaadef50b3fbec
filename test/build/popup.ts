import { sql } from 'slonik';
import { v7 } from 'uuid';
import { noRows } from '../../db/columns.ts';
import { publish } from '../../db/feed.ts';
import type { Pool } from '../../db/pool.ts';
import { movePopups, openedPopups } from '../../db/popups-write.ts';
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
    const id = v7() as PopupId;
    const popup = { id, counsellorId, factSeq, state: 'open', leadId } as const;
    await tx.query(sql.type(noRows)`${openedPopups({ instituteId, callId, now: Date.now(), popups: [popup] })}`);
    await publish(tx, instituteId, [{ counsellorId, type: 'popup', ref: id }]);
    return id;
  });
}

/** Takes a card away because the next counsellor was rung. */
export async function withdrawPopup(
  db: Pool,
  { id: counsellorId, instituteId }: BuiltCounsellor,
  id: PopupId,
): Promise<void> {
  await db.transaction(async (tx) => {
    const move = { id, from: 'open', state: 'withdrawn', reason: 'next_agent', leadId: null } as const;
    await movePopups(tx, { instituteId, now: Date.now(), moves: [move] });
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
