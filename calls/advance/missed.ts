import {
  activeCounsellors,
  deleteMissed,
  isJunk,
  lockMissed,
  markCalledBack,
  upsertMissed,
  type Student,
} from '../../db/missed.ts';
import type { MissedRow } from '../../db/calls.ts';
import type { Plan } from '../../domain/call/plan.ts';
import type { CounsellorId, LeadId } from '../../domain/ids.ts';
import type { Advancing } from '../advance.ts';
import { tellMissed } from './outgoing.ts';
import type { Settlement } from './ownership.ts';

/**
 * Brings the call's missed entries to the plan, and tells whoever else's entries a connected call clears or a
 * correction brings back (product 6). Which entry is open depends on call times alone, never on arrival.
 * Runs after the record is written, under the lead's lock.
 */
export async function writeMissedEntries(
  advancing: Advancing,
  planned: Plan,
  { leadId, settled }: { leadId: LeadId | null; settled: Settlement | null },
): Promise<void> {
  const { tx, instituteId, call, context } = advancing;
  const wanted = await wantedEntries(advancing, planned, settled);
  const gone = context.missed.filter((row) => !wanted.some((one) => one.counsellorId === row.counsellorId));
  const fresh = wanted.filter((one) => !context.missed.some((row) => sameEntry(row, one)));
  const students =
    connectionChanged(advancing, planned, leadId) || fresh.length > 0 ? studentsOf(advancing, leadId) : [];
  if (gone.length === 0 && fresh.length === 0 && students.length === 0) return;

  const standing = await lockMissed(tx, instituteId, { callId: call.id, students });
  if (standing === 0 && fresh.length === 0) return;
  // The new ones first: they take over that the call was opened.
  if (fresh.length > 0) await upsertMissed(tx, { instituteId, callId: call.id, rows: fresh });
  if (gone.length > 0)
    await deleteMissed(tx, { instituteId, callId: call.id, counsellorIds: gone.map((row) => row.counsellorId) });

  const affected = [...gone, ...fresh].map((row) => row.counsellorId);
  affected.push(...(await markCalledBack(tx, instituteId, students)));
  await tell(advancing, affected);
  await tellMissed(advancing, students);
}

async function wantedEntries(
  { tx, instituteId, call }: Advancing,
  { missedBy, record }: Plan,
  settled: Settlement | null,
): Promise<readonly MissedRow[]> {
  if (settled === null || missedBy === null) return [];
  if (settled.leadId !== null && (await isJunk(tx, instituteId, settled.leadId))) return [];
  const candidates = [...new Set([...missedBy, ...settled.owners])];
  const active = candidates.length > 0 ? await activeCounsellors(tx, instituteId, candidates) : [];
  const student = studentKey(call.numberKey, call.id, settled.leadId);
  const entry = (counsellorId: CounsellorId | null): MissedRow => ({
    counsellorId,
    rung: counsellorId !== null && missedBy.includes(counsellorId),
    student,
    at: record.startedAt,
  });
  // Nobody left: the shared queue.
  return active.length > 0 ? active.map(entry) : [entry(null)];
}

function studentKey(numberKey: string | null, callId: string, leadId: LeadId | null): string {
  if (leadId !== null) return `lead:${leadId}`;
  return numberKey === null ? `call:${callId}` : `tel:${numberKey}`;
}

function sameEntry(row: MissedRow, one: MissedRow): boolean {
  return (
    row.counsellorId === one.counsellorId && row.student === one.student && row.at === one.at && row.rung === one.rung
  );
}

/** Whether this call began or ceased to count as a connected call with a student. */
function connectionChanged({ call }: Advancing, { record }: Plan, leadId: LeadId | null): boolean {
  const before = call.outcome === 'answered';
  const after = record.outcome === 'answered';
  if (!before && !after) return false;
  return before !== after || call.startedAt !== record.startedAt || call.leadId !== leadId;
}

function studentsOf({ call }: Advancing, leadId: LeadId | null): readonly Student[] {
  const leads = [...new Set([call.leadId, leadId])].filter((id) => id !== null).toSorted();
  const number: Student[] = call.numberKey === null ? [] : [{ numberKey: call.numberKey }];
  return [...leads.map((id): Student => ({ leadId: id })), ...number];
}

/** A change in the shared queue changes everybody's count. */
async function tell({ tx, instituteId, feed }: Advancing, affected: readonly (CounsellorId | null)[]): Promise<void> {
  if (affected.length === 0) return;
  const everybody = affected.includes(null) ? await activeCounsellors(tx, instituteId, null) : [];
  const ids = new Set([...affected.filter((id) => id !== null), ...everybody]);
  for (const counsellorId of ids) feed.push({ counsellorId, type: 'missed', ref: null });
}
