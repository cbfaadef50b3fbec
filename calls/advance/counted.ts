import { callerOf, writeCounted, type CallerTotal, type HourTotal, type MarkTotal } from '../../db/counted-calls.ts';
import type { CountedRow } from '../../db/calls.ts';
import type { Plan } from '../../domain/call/plan.ts';
import type { LeadId } from '../../domain/ids.ts';
import { countedCall } from '../../domain/reports/counted.ts';
import { differences } from '../../domain/reports/differences.ts';
import type { Advancing } from '../advance.ts';
import { dayAndHour } from './contributions.ts';

/**
 * Brings the sums of the reports of calls (by hour, campaign, caller and vendor) to what the call now adds, and notes by
 * which DID a lead that it made came.
 *
 * @param row what it adds now
 */
export async function writeCountedCall(
  { tx, instituteId, call, context, facts }: Advancing,
  row: CountedRow | null,
  leadId: LeadId | null,
): Promise<void> {
  const standing = context.counted;
  if (textOf(row) === textOf(standing)) return;
  const made = leadId !== null && facts.some((fact) => fact.kind === 'lead_created' && fact.leadId === leadId);
  await writeCounted(tx, {
    instituteId,
    callId: call.id,
    row,
    hours: differences(hour(row), hour(standing), ['calls', 'answered', 'missed', 'talkSeconds']),
    callers: differences(caller(row), caller(standing), ['calls']),
    marks: differences(marks(row), marks(standing), ['calls']),
    led: made && row?.didKey != null ? { leadId, didKey: row.didKey } : null,
  });
}

/** What a call of this plan adds; null until it is settled. */
export function countedRow(
  { instituteId, call, context, facts }: Pick<Advancing, 'instituteId' | 'call' | 'context' | 'facts'>,
  planned: Plan,
  campaign: string | null,
): CountedRow | null {
  const counted = call.isTest ? null : countedCall(planned, facts);
  if (counted === null) return null;
  const { vendor, direction, didKey, numberKey } = call;
  return {
    ...dayAndHour(planned.record.startedAt, context.timeZone),
    direction,
    vendor,
    campaign,
    didKey,
    caller: numberKey === null ? null : callerOf(instituteId, numberKey),
    ...counted,
    marks: [...counted.marks],
  };
}

/** Equal for rows that say the same, in whatever order their members stand. */
const textOf = (row: CountedRow | null): string =>
  JSON.stringify(row && Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)));

function hour(row: CountedRow | null): readonly HourTotal[] {
  if (row === null || row.calls === 0) return [];
  const { marks: _, caller: __, ...total } = row;
  return [total];
}

function caller(row: CountedRow | null): readonly CallerTotal[] {
  if (row === null || row.calls === 0 || row.caller === null) return [];
  return [{ day: row.day, campaign: row.campaign, didKey: row.didKey, caller: row.caller, calls: row.calls }];
}

function marks(row: CountedRow | null): readonly MarkTotal[] {
  return row === null ? [] : row.marks.map((mark) => ({ day: row.day, vendor: row.vendor, mark, calls: 1 }));
}
