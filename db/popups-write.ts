import { sql } from 'slonik';
import { z } from 'zod';
import type { CallId, CounsellorId, EpochMs, InstituteId, LeadId } from '../domain/ids.ts';
import { counsellorId, noRows } from './columns.ts';
import type { PopupRow } from './calls.ts';
import type { Tx } from './pool.ts';

const receiver = z.object({ id: counsellorId });
const popupIdRow = z.object({ id: z.string() });

/** The ones among these counsellors who get pop-ups: active, switched on, and with the permission. */
export async function popupReceivers(
  tx: Tx,
  instituteId: InstituteId,
  ids: readonly CounsellorId[],
): Promise<readonly CounsellorId[]> {
  return await tx.anyFirst(sql.type(receiver)`
    select k.id
    from counsellor k
    where k.institute_id = ${instituteId} and k.id = any(${sql.array([...ids], 'uuid')})
      and k.active and k.popups and ${mayReceivePopups}
  `);
}

/** Whether the counsellor `k` of the surrounding query holds "receive call pop-ups": the user's own grant before the roles'. */
export const mayReceivePopups = sql.fragment`
  coalesce(
    (
      select u.scope <> 'no'
      from user_permission u
      where u.institute_id = k.institute_id and u.counsellor_id = k.id and u.permission = 'receive_popups'
    ),
    exists (
      select from role_permission r
      where r.institute_id = k.institute_id and r.role = any(k.roles) and r.permission = 'receive_popups'
    )
  )
`;

/** Opens a card and gives back its id; `answered` for whoever talks already when we first hear of the ring. */
export async function openPopup(
  tx: Tx,
  card: {
    readonly instituteId: InstituteId;
    readonly callId: CallId;
    readonly counsellorId: CounsellorId;
    readonly factSeq: number;
    readonly state?: 'open' | 'answered';
    readonly leadId: LeadId | null;
    readonly now: EpochMs;
  },
): Promise<string> {
  return await tx.oneFirst(sql.type(popupIdRow)`
    insert into popup (institute_id, call_id, counsellor_id, fact_seq, state, lead_id, opened_at)
    values (${card.instituteId}, ${card.callId}, ${card.counsellorId}, ${card.factSeq}, ${card.state ?? 'open'}, ${card.leadId},
      ${sql.timestamp(new Date(card.now))})
    returning id
  `);
}

/** Moves a card on and raises its version; `reason` says why it was withdrawn. */
export async function changePopup(
  tx: Tx,
  { instituteId, id, state, reason, leadId, now }: {
    readonly instituteId: InstituteId;
    readonly id: string;
    readonly state: PopupRow['state'];
    readonly reason: string | null;
    readonly leadId: LeadId | null;
    readonly now: EpochMs;
  },
): Promise<void> {
  const over = state === 'closed' || state === 'withdrawn';
  await tx.query(sql.type(noRows)`
    update popup
    set state = ${state}, reason = ${reason}, lead_id = ${leadId}, version = version + 1,
      closed_at = case when ${over} then ${sql.timestamp(new Date(now))} else closed_at end
    where institute_id = ${instituteId} and id = ${id}
  `);
}
