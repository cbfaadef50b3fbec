import { sql, type FragmentSqlToken } from 'slonik';
import type { CallId, CounsellorId, EpochMs, InstituteId, LeadId, PopupId } from '../domain/ids.ts';
import { noRows } from './columns.ts';
import type { PopupRow } from './calls.ts';
import type { Tx } from './pool.ts';

/** A card to be opened; `answered` for whoever talks already when we first hear of the ring. */
export interface NewPopup {
  readonly id: PopupId;
  readonly counsellorId: CounsellorId;
  readonly factSeq: number;
  readonly state: 'open' | 'answered';
  readonly leadId: LeadId | null;
}

/**
 * Opens cards of a call, none of them earlier than one that was opened before: whoever waited for the call's lock has an
 * older `now`.
 */
export function openedPopups({
  instituteId,
  callId,
  now,
  popups,
}: {
  readonly instituteId: InstituteId;
  readonly callId: CallId;
  readonly now: EpochMs;
  readonly popups: readonly NewPopup[];
}): FragmentSqlToken {
  const given = sql.unnest(
    popups.map(({ id, counsellorId, factSeq, state, leadId }) => [id, counsellorId, factSeq, state, leadId]),
    ['uuid', 'uuid', 'int4', 'text', 'uuid'],
  );
  return sql.fragment`
    insert into popup (institute_id, call_id, opened_at, id, counsellor_id, fact_seq, state, lead_id)
    select ${instituteId}::integer, ${callId}::uuid,
      greatest(${sql.timestamp(new Date(now))}, (
        select max(opened_at) from popup where institute_id = ${instituteId} and call_id = ${callId}
      )), given.*
    from ${given} as given (id, counsellor_id, fact_seq, state, lead_id)
  `;
}

/** How a card is moved on. */
export interface PopupMove {
  readonly id: string;
  /** As it was when this was decided: one that its counsellor dismissed meanwhile is left alone. */
  readonly from: PopupRow['state'];
  readonly state: PopupRow['state'];
  /** Why it was withdrawn. */
  readonly reason: string | null;
  readonly leadId: LeadId | null;
}

interface PopupMoves {
  readonly instituteId: InstituteId;
  readonly now: EpochMs;
  readonly moves: readonly PopupMove[];
}

/** Moves cards on and raises their versions. */
export function movedPopups({ instituteId, now, moves }: PopupMoves): FragmentSqlToken {
  const given = sql.unnest(
    moves.map(({ id, from, state, reason, leadId }) => [id, from, state, reason, leadId]),
    ['uuid', 'text', 'text', 'text', 'uuid'],
  );
  return sql.fragment`
    update popup p
    set state = given.state, reason = given.reason, lead_id = given.lead_id, version = p.version + 1,
      closed_at = case when given.state in ('closed', 'withdrawn') then ${sql.timestamp(new Date(now))} else p.closed_at end
    from ${given} as given (id, before, state, reason, lead_id)
    where p.institute_id = ${instituteId} and p.id = given.id and p.state = given.before
  `;
}

/** `movedPopups`, by itself. */
export async function movePopups(tx: Tx, moves: PopupMoves): Promise<void> {
  await tx.query(sql.type(noRows)`${movedPopups(moves)}`);
}
