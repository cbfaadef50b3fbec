import { sql } from 'slonik';
import type { CallId, InstituteId } from '../domain/ids.ts';
import type { ContributionRow } from './calls.ts';
import { noRows } from './columns.ts';
import type { Tx } from './pool.ts';

/** What is added to one day's row of one counsellor (null: unattributed) and direction; may be negative. */
export type DayTotal = ContributionRow;

/** Makes these the call's contributions. */
export async function replaceContributions(
  tx: Tx,
  { instituteId, callId, rows }: { instituteId: InstituteId; callId: CallId; rows: readonly ContributionRow[] },
): Promise<void> {
  await tx.query(sql.type(noRows)`
    delete from contribution where institute_id = ${instituteId} and call_id = ${callId}
  `);
  if (rows.length === 0) return;
  await tx.query(sql.type(noRows)`
    insert into contribution (institute_id, call_id, counsellor_id, day, direction, success, missed, talk_seconds,
      timed_successes, offers, offers_answered)
    select ${instituteId}::integer, ${callId}::uuid, counsellor_id, day, direction, success, missed, talk_seconds,
      timed_successes, offers, offers_answered
    from ${unnested(rows)}
  `);
}

/** Adds to the day rows in the order given; the caller sorts them, which is the lock order. */
export async function addToDays(tx: Tx, instituteId: InstituteId, totals: readonly DayTotal[]): Promise<void> {
  await tx.query(sql.type(noRows)`
    insert into counsellor_day as standing (institute_id, day, counsellor_id, direction, success, missed, talk_seconds,
      timed_successes, offers, offers_answered)
    select ${instituteId}::integer, day, counsellor_id, direction, success, missed, talk_seconds,
      timed_successes, offers, offers_answered
    from ${unnested(totals)}
    on conflict (institute_id, day, counsellor_id, direction) do update
    set success = standing.success + excluded.success, missed = standing.missed + excluded.missed,
      talk_seconds = standing.talk_seconds + excluded.talk_seconds,
      timed_successes = standing.timed_successes + excluded.timed_successes,
      offers = standing.offers + excluded.offers, offers_answered = standing.offers_answered + excluded.offers_answered
  `);
}

function unnested(rows: readonly ContributionRow[]) {
  const given = sql.unnest(
    rows.map((row) => [
      row.counsellorId,
      row.day,
      row.direction,
      row.success,
      row.missed,
      row.talkSeconds,
      row.timedSuccesses,
      row.offers,
      row.offersAnswered,
    ]),
    ['uuid', 'date', 'text', 'int4', 'int4', 'int4', 'int4', 'int4', 'int4'],
  );
  return sql.fragment`${given} as given (counsellor_id, day, direction, success, missed, talk_seconds,
    timed_successes, offers, offers_answered)`;
}
