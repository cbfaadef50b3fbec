import { DateTime } from 'luxon';
import { addToDays, replaceContributions, type DayTotal } from '../../db/contributions.ts';
import type { ContributionRow } from '../../db/calls.ts';
import type { Plan } from '../../domain/call/plan.ts';
import type { EpochMs } from '../../domain/ids.ts';
import type { Advancing } from '../advance.ts';

const MEASURES = ['success', 'missed', 'talkSeconds', 'timedSuccesses', 'offers', 'offersAnswered'] as const;

/**
 * Brings the reports' totals to what the call now contributes: the new contribution minus the one that stands.
 * A call counts on the day it started, in the institute's zone.
 */
export async function writeContributions({ tx, instituteId, call, context }: Advancing, planned: Plan): Promise<void> {
  const day = dayOf(planned.record.startedAt, context.timeZone);
  const wanted = planned.contributions.map((row): ContributionRow => ({ ...row, day, direction: call.direction }));
  const difference = subtract(wanted, context.contributions);
  if (difference.length === 0) return;
  await replaceContributions(tx, { instituteId, callId: call.id, rows: wanted });
  await addToDays(tx, instituteId, difference);
}

/** The calendar day of a moment in a zone, as `YYYY-MM-DD`. */
export function dayOf(at: EpochMs, zone: string): string {
  return DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM-dd');
}

/** What must be added to each day row, ascending by key as the lock order asks; rows without a difference are left out. */
function subtract(wanted: readonly ContributionRow[], standing: readonly ContributionRow[]): readonly DayTotal[] {
  const totals = new Map<
    string,
    Record<(typeof MEASURES)[number], number> & Pick<DayTotal, 'day' | 'counsellorId' | 'direction'>
  >();
  const add = (row: ContributionRow, sign: 1 | -1) => {
    const { day, counsellorId, direction } = row;
    const key = `${day} ${counsellorId ?? ''} ${direction}`;
    const total = totals.get(key) ?? {
      day,
      counsellorId,
      direction,
      success: 0,
      missed: 0,
      talkSeconds: 0,
      timedSuccesses: 0,
      offers: 0,
      offersAnswered: 0,
    };
    for (const measure of MEASURES) total[measure] += sign * row[measure];
    totals.set(key, total);
  };
  for (const row of wanted) add(row, 1);
  for (const row of standing) add(row, -1);
  return [...totals]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, total]) => total)
    .filter((total) => MEASURES.some((measure) => total[measure] !== 0));
}
