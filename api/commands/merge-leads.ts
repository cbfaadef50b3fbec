import { recordAudit } from '../../db/audit.ts';
import { moveEngaged } from '../../db/contributions.ts';
import { publish, type FeedEntry } from '../../db/feed.ts';
import { findLead, type LeadRow } from '../../db/lead-list.ts';
import {
  countCallsOf,
  lockCallsOf,
  lockLeadsForMerge,
  moveCalls,
  moveMissed,
  movePopups,
  writeMerge,
  type Merging,
} from '../../db/lead-merging.ts';
import { recountLead } from '../../db/lead-totals.ts';
import { ownersOf, primaryOf, writeOwners } from '../../db/leads.ts';
import { activeCounsellors, markCalledBack, studentKey } from '../../db/missed.ts';
import { noteEvents, noteMissedCalls } from '../../db/outbox.ts';
import type { Pool, Tx } from '../../db/pool.ts';
import { addTimeline } from '../../db/timeline.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { EpochMs, LeadId } from '../../domain/ids.ts';
import { unavailable } from '../error-mapping.ts';
import { invalidRequest, notFound, Problem } from '../problem.ts';
import { MOST_PHONES } from './lead-input.ts';

/** A call that comes in between makes us begin anew; more often than this it never stops ringing. */
const MOST_ATTEMPTS = 5;

export interface MergeQuestion {
  /** Becomes part of the other and can only be read from then on. */
  readonly leadId: LeadId;
  readonly into: LeadId;
  readonly now: EpochMs;
}

/**
 * Makes one lead part of another (product 1.6): its numbers lead there, its calls, missed entries and totals are the
 * primary's, its timeline is kept and read with the primary's. A merged `into` stands for its primary. Asked again, it
 * is done already.
 *
 * Calls are locked before leads, as everywhere. A call that comes to name the secondary while we wait for the leads
 * can't be locked any more in that order: then nothing is written and we begin anew. One that comes later waits for
 * us, and finds the lead merged (`calls/advance`).
 *
 * Throws 404 `not_found`, 400 for a lead into itself, 409 `lead_merged` (it is part of a third), 409 `merge_cycle`.
 *
 * @returns the primary
 */
export const mergeLeads = async (db: Pool, viewer: Viewer, question: MergeQuestion): Promise<LeadRow> => {
  if (question.leadId === question.into)
    throw invalidRequest([{ path: 'into', problem: 'a lead is not merged into itself' }]);
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const primary = await db.transaction(async (tx) => await tryToMerge(tx, viewer, question));
    if (primary !== null) return primary;
  }
  throw unavailable();
};

/** Null: something came in between, and nothing is done. */
const tryToMerge = async (
  tx: Tx,
  viewer: Viewer,
  { leadId, into: wanted, now }: MergeQuestion,
): Promise<LeadRow | null> => {
  const { instituteId } = viewer;
  const own = await primaryOf(tx, { instituteId, leadId });
  const into = await primaryOf(tx, { instituteId, leadId: wanted });
  if (own === null || into === null) throw notFound();
  if (own === leadId && own === into) throw new Problem(409, 'merge_cycle', 'That lead is part of this one.');
  if (own !== leadId && own !== into) {
    throw new Problem(409, 'lead_merged', 'This lead is part of another by now.', { mergedInto: own });
  }
  if (own !== into) {
    const merging = { instituteId, from: leadId, into };
    const calls = await lockCallsOf(tx, instituteId, leadId);
    const locked = await lockLeadsForMerge(tx, instituteId, [leadId, into]);
    if (locked.some(({ mergedInto }) => mergedInto !== null)) return null;
    if ((await countCallsOf(tx, instituteId, leadId)) !== calls.length) return null;
    const popups = await movePopups(tx, merging, calls);
    await write(tx, viewer, merging, now);
    const work = await moveWork(tx, merging);
    await noteMissedCalls(tx, { instituteId, callId: null, students: [studentKey({ leadId: into })], now });
    await publish(tx, instituteId, [...popups, ...work]);
  }
  const primary = await findLead(tx, { instituteId, leadId: into });
  if (primary === null) throw notFound();
  return primary;
};

const write = async (tx: Tx, { counsellorId: byId }: Viewer, merging: Merging, now: EpochMs): Promise<void> => {
  const { instituteId, from, into } = merging;
  await writeMerge(tx, { ...merging, mostPhones: MOST_PHONES, now });
  await moveEngaged(tx, merging);
  await moveCalls(tx, merging);
  for (const leadId of [from, into].toSorted()) await recountLead(tx, instituteId, leadId);
  const entry = { instituteId, at: now, byId };
  await addTimeline(tx, { ...entry, leadId: from, type: 'merge', data: { mergedLeadId: into, direction: 'joined' } });
  await addTimeline(tx, { ...entry, leadId: into, type: 'merge', data: { mergedLeadId: from, direction: 'took' } });
  await inheritOwners(tx, merging, entry);
  await recordAudit(tx, {
    instituteId,
    byId,
    action: 'lead.merge',
    target: from,
    changes: { before: { mergedInto: null }, after: { mergedInto: into } },
  });
};

/** A student whom somebody looked after is not left alone: a primary without owner takes the secondary's. */
const inheritOwners = async (
  tx: Tx,
  { instituteId, from, into }: Merging,
  entry: { readonly at: EpochMs; readonly byId: Viewer['counsellorId'] },
): Promise<void> => {
  if ((await ownersOf(tx, { instituteId, leadId: into })).length > 0) return;
  const owners = (await ownersOf(tx, { instituteId, leadId: from })).map(({ id }) => id);
  if (owners.length === 0) return;
  await writeOwners(tx, { instituteId, leadId: into, owners });
  const data = { owners, previous: [], reason: 'merged' } as const;
  await addTimeline(tx, { ...entry, instituteId, leadId: into, type: 'assignment', data });
  await noteEvents(tx, { instituteId, events: [{ type: 'lead.assigned', leadId: into, data }], now: entry.at });
};

/** Makes the two students one on the missed list, and says whose list looks different now. */
const moveWork = async (tx: Tx, merging: Merging): Promise<readonly FeedEntry[]> => {
  const { instituteId, into } = merging;
  const open = await moveMissed(tx, merging);
  const whose = new Set([...open, ...(await markCalledBack(tx, instituteId, [{ leadId: into }]))]);
  const everybody = whose.has(null) ? await activeCounsellors(tx, instituteId, null) : [];
  const told = new Set([...whose, ...everybody].filter((who) => who !== null));
  return [...told].map((counsellorId) => ({ counsellorId, type: 'missed', ref: null }));
};
