import { recordAudit } from '../../db/audit.ts';
import {
  eraseCalls,
  eraseLeads,
  eraseNotes,
  eraseRequests,
  eraseWork,
  lockCallsOfPerson,
  numbersOnCalls,
  personOf,
  type Erasing,
} from '../../db/erasure.ts';
import { publish, type FeedEntry } from '../../db/feed.ts';
import { findLead } from '../../db/lead-list.ts';
import { lockLeadsForMerge } from '../../db/lead-merging.ts';
import { activeCounsellors } from '../../db/missed.ts';
import type { Pool, Tx } from '../../db/pool.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { CounsellorId, EpochMs, LeadId } from '../../domain/ids.ts';
import { unavailable } from '../error-mapping.ts';
import { notFound, Problem } from '../problem.ts';

/** A call that comes in between makes us begin anew; more often than this it never stops ringing. */
const MOST_ATTEMPTS = 5;

/** How much went. */
export interface Erased {
  readonly calls: number;
  readonly notes: number;
  readonly requests: number;
}

/**
 * Erases everything that names a student: the lead, with those that became part of it; its numbers, notes and timeline; on
 * their calls the number, the recording and what vendors sent. Calls and what they count stay (docs/OPERATIONS). Calls are
 * locked before leads, as everywhere; one that comes to be theirs meanwhile makes us begin anew.
 *
 * Throws 404 `not_found`, 409 `lead_merged`, 409 `call_live` while one of their calls is on.
 */
export const eraseLead = async (
  db: Pool,
  viewer: Viewer,
  { leadId, now }: { leadId: LeadId; now: EpochMs },
): Promise<Erased> => {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const erased = await db.transaction(async (tx) => await tryToErase(tx, viewer, { leadId, now }));
    if (erased !== null) return erased;
  }
  throw unavailable();
};

/** Null: something came in between, and nothing is done. */
const tryToErase = async (
  tx: Tx,
  viewer: Viewer,
  { leadId, now }: { leadId: LeadId; now: EpochMs },
): Promise<Erased | null> => {
  const { instituteId, counsellorId: byId } = viewer;
  const lead = await findLead(tx, { instituteId, leadId });
  if (lead === null) throw notFound();
  if (lead.mergedInto !== null)
    throw new Problem(409, 'lead_merged', 'This lead is part of another by now.', { mergedInto: lead.mergedInto });
  const found = await personOf(tx, instituteId, leadId);
  const calls = await lockCallsOfPerson(tx, instituteId, found);
  await lockLeadsForMerge(tx, instituteId, found.leadIds);
  const person = await personOf(tx, instituteId, leadId);
  const again = await lockCallsOfPerson(tx, instituteId, person);
  if (again.length !== calls.length || person.leadIds.length !== found.leadIds.length || person.leadIds.length === 0)
    return null;
  if (again.some(({ isLive }) => isLive))
    throw new Problem(409, 'call_live', 'A call with this student is on. Try again when it has ended.');

  const callIds = again.map(({ id }) => id);
  const shared = lead.phones.map(({ numberKey }) => numberKey);
  const numbers = [...new Set([...person.ownNumbers, ...shared, ...(await numbersOnCalls(tx, instituteId, callIds))])];
  const erasing: Erasing = { instituteId, callIds, person, numbers, now };
  const notes = await eraseNotes(tx, erasing);
  await eraseLeads(tx, erasing);
  await eraseCalls(tx, erasing);
  const requests = await eraseRequests(tx, erasing);
  const { cards, missed } = await eraseWork(tx, erasing);
  const counts = { calls: callIds.length, notes, requests };
  await recordAudit(tx, {
    instituteId,
    byId,
    action: 'lead.erase',
    target: leadId,
    changes: { before: null, after: { ...counts } },
  });
  const owed = new Set(again.flatMap(({ owedBy }) => owedBy ?? []));
  const pending = [...owed].map((counsellorId): FeedEntry => ({ counsellorId, type: 'pending', ref: null }));
  await publish(tx, instituteId, [...cards, ...pending, ...(await tell(tx, viewer, missed))]);
  return counts;
};

/** Whoever's list of missed calls became shorter is told; of the shared queue everybody. */
const tell = async (
  tx: Tx,
  { instituteId }: Viewer,
  missed: ReadonlySet<CounsellorId | null>,
): Promise<readonly FeedEntry[]> => {
  const everybody = missed.has(null) ? await activeCounsellors(tx, instituteId, null) : [];
  const told = new Set([...missed, ...everybody].filter((who) => who !== null));
  return [...told].map((counsellorId) => ({ counsellorId, type: 'missed', ref: null }));
};
