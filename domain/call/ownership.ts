import type { CounsellorId, EpochMs, LeadId } from '../ids.ts';
import type { AssignmentReason, Direction, Fact, Outcome } from './facts.ts';
import type { OwnershipRules } from './policy.ts';

export interface OwnershipQuestion {
  readonly direction: Direction;
  readonly outcome: Outcome;
  /** Who talked, first to last. */
  readonly talkers: readonly CounsellorId[];
  /** Who was rung, first to last. */
  readonly rung: readonly CounsellorId[];
  /** Who saved the lead for this call before wrap-up ended. */
  readonly savers: ReadonlySet<CounsellorId>;
  readonly rules: OwnershipRules;
  /** The lead's owners as this call found them. */
  readonly ownersBefore: readonly CounsellorId[];
}

export interface Ownership {
  readonly owners: readonly CounsellorId[];
  readonly reason: AssignmentReason;
}

const UNANSWERED: ReadonlySet<Outcome> = new Set(['missed', 'abandoned', 'voicemail']);

/**
 * Whom a settled call gives its lead to (product 3), or null when it leaves the lead as it found it.
 * Asked anew after each correction, always against the owners the call found.
 */
export function ownershipAfter(question: OwnershipQuestion): Ownership | null {
  const { direction, outcome, talkers, rung, savers, rules, ownersBefore } = question;
  if (direction !== 'inbound') return null;

  if (ownersBefore.length > 0) {
    if (outcome !== 'answered' || rules.keepOwner) return null;
    const saver = talkers.find((id) => savers.has(id) && !ownersBefore.includes(id));
    return saver === undefined ? null : { owners: [saver], reason: 'talked_and_saved' };
  }
  if (outcome === 'answered') {
    const owner = { answerer: talkers[0], sticky: rules.sticky[0], none: undefined }[rules.answeredOwner];
    return owner === undefined ? null : { owners: [owner], reason: 'answered' };
  }
  if (UNANSWERED.has(outcome)) {
    const owner = { last_rung: rung.at(-1), sticky: rules.sticky[0], none: undefined }[rules.missedOwner];
    return owner === undefined ? null : { owners: [owner], reason: 'missed' };
  }
  return null;
}

/**
 * Who saved a lead for the call in time. With "Add Notes" in place of the profile a note counts as saving. Notes
 * follow a call that is linked to another lead; an edit was one of the lead it was made to.
 *
 * @param until the end of wrap-up; null when nobody talked, so that saving changes nothing
 */
export function saversOf(
  facts: readonly Fact[],
  {
    leadId,
    addNotesInstead,
    until,
  }: Pick<OwnershipRules, 'addNotesInstead'> & {
    readonly leadId: LeadId;
    readonly until: EpochMs | null;
  },
): ReadonlySet<CounsellorId> {
  const savers = new Set<CounsellorId>();
  for (const fact of facts) {
    if (fact.kind !== 'saved' || until === null || fact.receivedAt > until) continue;
    const counts = fact.what === 'edit' ? fact.leadId === leadId : addNotesInstead;
    if (counts) savers.add(fact.counsellorId);
  }
  return savers;
}
