import { DateTime } from 'luxon';
import { writeContributed, type DayTotal, type EngagedTotal } from '../../db/contributions.ts';
import type { ContributionRow } from '../../db/calls.ts';
import type { Plan } from '../../domain/call/plan.ts';
import type { EpochMs, LeadId } from '../../domain/ids.ts';
import { differences } from '../../domain/reports/differences.ts';
import type { Advancing } from '../advance.ts';

const MEASURES = [
  'success',
  'missed',
  'talkSeconds',
  'timedSuccesses',
  'offers',
  'offersAnswered',
  'timedRings',
  'ringSeconds',
] as const;

/**
 * Brings the reports' totals to what the call now contributes: the new contribution minus the one that stands.
 * A call counts on the day it started, in the institute's zone.
 */
export async function writeContributions(advancing: Advancing, planned: Plan, leadId: LeadId | null): Promise<void> {
  const { tx, instituteId, call, context } = advancing;
  const wanted = contributionRows(advancing, planned, leadId);
  if (same(wanted, context.contributions)) return;
  const standing = context.contributions;
  await writeContributed(tx, {
    instituteId,
    callId: call.id,
    rows: wanted,
    days: differences(wanted.map(dayTotal), standing.map(dayTotal), ['calls', ...MEASURES]),
    engaged: differences(wanted.flatMap(engaged), standing.flatMap(engaged), ['calls']),
  });
}

/** The rows that a call of this plan contributes. */
export function contributionRows(
  { call, context }: Pick<Advancing, 'call' | 'context'>,
  { record, contributions }: Plan,
  leadId: LeadId | null,
): readonly ContributionRow[] {
  const when = dayAndHour(record.startedAt, context.timeZone);
  const { direction } = call;
  return contributions.map((row) => ({ ...row, ...when, direction, leadId: row.success === 1 ? leadId : null }));
}

/** The calendar day of a moment in a zone, as `YYYY-MM-DD`, and its hour, 0 to 23. */
export function dayAndHour(at: EpochMs, zone: string): { readonly day: string; readonly hour: number } {
  const time = DateTime.fromMillis(at, { zone });
  return { day: time.toFormat('yyyy-MM-dd'), hour: time.hour };
}

/** Whether two lists hold the same rows, in whatever order. */
function same(wanted: readonly ContributionRow[], standing: readonly ContributionRow[]): boolean {
  const textOf = ({ counsellorId, day, hour, direction, leadId, ...counts }: ContributionRow) =>
    JSON.stringify([counsellorId, day, hour, direction, leadId, ...MEASURES.map((measure) => counts[measure])]);
  const texts = new Set(standing.map(textOf));
  return wanted.length === standing.length && wanted.every((row) => texts.has(textOf(row)));
}

function dayTotal({ hour: _hour, leadId: _leadId, ...row }: ContributionRow): DayTotal {
  return { ...row, calls: 1 };
}

function engaged({ day, counsellorId, leadId }: ContributionRow): readonly EngagedTotal[] {
  return leadId === null ? [] : [{ day, counsellorId, leadId, calls: 1 }];
}
