import { publish } from '../../db/feed.ts';
import { activeCounsellors } from '../../db/missed.ts';
import { missedStudent, openStudent } from '../../db/missed-open.ts';
import { noteMissedCalls } from '../../db/outbox.ts';
import type { Pool } from '../../db/pool.ts';
import { may, type Viewer } from '../../domain/access/viewer.ts';
import type { LeadId } from '../../domain/ids.ts';

/**
 * Somebody takes care of a student: all of the student's missed calls leave everybody's list, and everybody whose list
 * became shorter is told. A change in the shared queue changes everybody's.
 *
 * @returns the student's lead, null in it when there is none; null when the entry is not one this viewer may open
 */
export async function openMissed(
  db: Pool,
  viewer: Viewer,
  id: string,
): Promise<{ readonly leadId: LeadId | null } | null> {
  const { instituteId, counsellorId } = viewer;
  return await db.transaction(async (tx) => {
    const whose = may(viewer, 'manage_missed_calls') ? null : counsellorId;
    const found = await missedStudent(tx, { instituteId, id, counsellorId: whose });
    if (found === null) return null;
    const shortened = await openStudent(tx, { instituteId, student: found.student, by: counsellorId });
    await noteMissedCalls(tx, { instituteId, callId: null, students: [found.student], now: Date.now() });
    const everybody = shortened.has(null) ? await activeCounsellors(tx, instituteId, null) : [];
    const told = new Set([...shortened, ...everybody].filter((who) => who !== null));
    await publish(
      tx,
      instituteId,
      [...told].map((who) => ({ counsellorId: who, type: 'missed', ref: null })),
    );
    return { leadId: found.leadId };
  });
}
