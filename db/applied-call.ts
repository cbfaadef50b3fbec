import { sql, type FragmentSqlToken } from 'slonik';
import type { Fact } from '../domain/call/facts.ts';
import type { Offer } from '../domain/call/offers.ts';
import type { CallRecord } from '../domain/call/record.ts';
import type { CallId, EpochMs, InstituteId, LeadId } from '../domain/ids.ts';
import { noRows } from './columns.ts';
import { insertedFacts } from './facts.ts';
import { removedOffers, writtenOffers } from './offers.ts';
import type { Tx } from './pool.ts';
import { movedPopups, openedPopups, type NewPopup, type PopupMove } from './popups-write.ts';

/** What an advance changes of a call itself. */
export interface AppliedCall {
  readonly instituteId: InstituteId;
  readonly callId: CallId;
  readonly now: EpochMs;
  /** What its derived columns and its offers become; null where they stand as planned. */
  readonly derived: DerivedCall | null;
  /** Facts that were decided, numbered after the call's last. */
  readonly decided: readonly Fact[];
  readonly moves: readonly PopupMove[];
  readonly opened: readonly NewPopup[];
  readonly wakeAt: EpochMs | null;
  readonly closed: boolean;
  /** Whether the call's own workflow applied it, which delivers all its facts. */
  readonly delivered: boolean;
}

export interface DerivedCall {
  readonly record: CallRecord;
  readonly offers: readonly Offer[];
  readonly leadId: LeadId | null;
  readonly campaign: string | null;
  readonly digest: string;
}

/**
 * Writes it all at once. Every fact there is counts as applied: the row has been locked since they were read. The row is
 * written with whatever else is: that is how those who waited for its lock notice (`lockToAdvance`).
 */
export async function writeApplied(tx: Tx, applied: AppliedCall): Promise<void> {
  const { instituteId, callId, now, derived, decided, moves, opened, wakeAt, closed, delivered } = applied;
  const call = { instituteId, callId };
  const beside = [
    ...(decided.length > 0 ? [sql.fragment`decided as (${insertedFacts({ ...call, facts: decided })})`] : []),
    ...(derived ? offersOf(call, derived.offers) : []),
    ...(moves.length > 0 ? [sql.fragment`moved as (${movedPopups({ instituteId, now, moves })})`] : []),
    ...(opened.length > 0 ? [sql.fragment`opened as (${openedPopups({ ...call, now, popups: opened })})`] : []),
  ];
  const all = sql.fragment`last_seq + ${decided.length}`;
  await tx.query(sql.type(noRows)`
    ${beside.length > 0 ? sql.fragment`with ${sql.join(beside, sql.fragment`, `)}` : sql.fragment``}
    update call
    set ${derived ? derivedColumns(derived) : sql.fragment``} last_seq = ${all}, applied_seq = ${all},
      ${delivered ? deliveredColumns(all) : sql.fragment``}
      wake_at = ${at(wakeAt)}, closed_at = case when ${closed} then coalesce(closed_at, ${at(now)}) end
    where institute_id = ${instituteId} and id = ${callId}
  `);
}

function offersOf(
  call: { instituteId: InstituteId; callId: CallId },
  offers: readonly Offer[],
): readonly FragmentSqlToken[] {
  const gone = sql.fragment`gone as (${removedOffers({ ...call, count: offers.length })})`;
  return offers.length > 0 ? [gone, sql.fragment`rung as (${writtenOffers({ ...call, offers })})`] : [gone];
}

function derivedColumns({ record, leadId, campaign, digest }: DerivedCall): FragmentSqlToken {
  return sql.fragment`
    state = ${record.state}, outcome = ${record.outcome}, lead_id = ${leadId},
    counsellor_id = ${record.counsellorId}, campaign = ${campaign}, started_at = ${at(record.startedAt)},
    answered_at = ${at(record.answeredAt)}, ended_at = ${at(record.endedAt)}, ring_seconds = ${record.ringSeconds},
    talk_seconds = ${record.talkSeconds}, recording_url = ${record.recordingUrl}, disposition = ${record.disposition},
    reason = ${record.reason === null ? null : sql.jsonb(record.reason)}, source = ${record.source},
    flags = ${sql.array([...record.flags], 'text')}, settled_at = ${at(record.settledAt)},
    wrap_up_until = ${at(record.wrapUpUntil)}, wrap_up_done = ${record.wrapUpDone}, unclaimed = ${record.unclaimed},
    plan_digest = ${digest},
  `;
}

/** A fact is delivered when the call's own workflow applied it; the relay then starts from its shortest pause again. */
function deliveredColumns(all: FragmentSqlToken): FragmentSqlToken {
  return sql.fragment`delivered_seq = ${all}, delivery_attempts = 0, stuck = false, claimed_until = null,`;
}

function at(ms: EpochMs | null) {
  return ms === null ? null : sql.timestamp(new Date(ms));
}
