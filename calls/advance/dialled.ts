import { releaseClick } from '../../db/click-to-call.ts';
import type { Plan } from '../../domain/call/plan.ts';
import type { CounsellorId } from '../../domain/ids.ts';
import type { Advancing } from '../advance.ts';

/** Who clicked for the call; null for a call nobody clicked. */
function clickedBy({ facts }: Advancing): CounsellorId | null {
  return facts.find((fact) => fact.kind === 'dial_requested')?.counsellorId ?? null;
}

/** A clicked call holds its counsellor until it has ended or was hung up (product 4). Before any lead is locked. */
export async function releaseClicker(advancing: Advancing, { record }: Plan): Promise<void> {
  const { tx, instituteId, call, facts, now } = advancing;
  if (clickedBy(advancing) === null) return;
  if (record.state !== 'ended' && !facts.some((fact) => fact.kind === 'hung_up')) return;
  await releaseClick(tx, { instituteId, callId: call.id, now });
}

/** Tells whoever dialled an outbound call that its record changed: the progress of a click (contract 4, `call`). */
export function noteProgress(advancing: Advancing, { record }: Plan): void {
  const { call, feed } = advancing;
  if (call.direction !== 'outbound') return;
  const told = new Set([clickedBy(advancing), call.counsellorId, record.counsellorId].filter((id) => id !== null));
  for (const counsellorId of told) feed.push({ counsellorId, type: 'call', ref: call.id });
}
