import { createHash } from 'node:crypto';
import { noteCallEnd, noteEvents, noteMissedCalls, type OutgoingEvent } from '../../db/outbox.ts';
import { studentKey, type Student } from '../../db/missed.ts';
import type { Plan } from '../../domain/call/plan.ts';
import type { LeadId } from '../../domain/ids.ts';
import type { Advancing } from '../advance.ts';

/** Tells webhooks that the call ended, or that something of an ended call is different now. After the record is written. */
export async function tellCallEnd(
  advancing: Advancing,
  { record }: Plan,
  leadId: LeadId | null,
  campaign: string | null,
): Promise<void> {
  const { tx, instituteId, call, context, facts, now } = advancing;
  if (!context.hasWebhooks || call.isTest || record.outcome === null || record.unclaimed) return;
  const { outcome, counsellorId, startedAt, answeredAt, endedAt, ringSeconds, talkSeconds, recordingUrl, disposition } =
    record;
  const told = [
    outcome,
    leadId,
    campaign,
    counsellorId,
    startedAt,
    answeredAt,
    endedAt,
    ringSeconds,
    talkSeconds,
    recordingUrl !== null,
    disposition,
  ];
  const digest = createHash('md5').update(JSON.stringify(told)).digest('base64');
  // What this advance decided itself came after the call was locked.
  const corrects = facts.some((fact) => fact.kind === 'settled' && fact.seq <= call.lastSeq);
  await noteCallEnd(tx, {
    instituteId,
    callId: call.id,
    leadId,
    digest,
    corrects,
    anew: call.planDigest === null,
    now,
  });
}

/** Tells webhooks of what the call does to a lead. */
export async function tellOfLead(
  { tx, instituteId, call, context, now }: Advancing,
  event: Pick<OutgoingEvent, 'data'> & { readonly type: 'lead.created' | 'lead.assigned'; readonly leadId: LeadId },
): Promise<void> {
  if (context.hasWebhooks) await noteEvents(tx, { instituteId, events: [{ ...event, callId: call.id }], now });
}

/** Tells webhooks which missed calls are work now, or no longer. After the entries are written. */
export async function tellMissed(
  { tx, instituteId, call, context, now }: Advancing,
  students: readonly Student[],
): Promise<void> {
  if (context.hasWebhooks)
    await noteMissedCalls(tx, { instituteId, callId: call.id, students: students.map(studentKey), now });
}
