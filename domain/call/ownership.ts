import type { CounsellorId, EpochMs } from '../ids.ts';
import type { AssignmentReason, Direction, Fact, Outcome } from './facts.ts';
import type { CallPolicy } from './policy.ts';

export interface OwnershipQuestion {
  readonly direction: Direction;
  readonly outcome: Outcome;
  /** Who talked, first to last. */
  readonly talkers: readonly CounsellorId[];
  /** Who was rung, first to last. */
  readonly rung: readonly CounsellorId[];
  /** Who saved the lead for this call before wrap-up ended. */
  readonly savers: ReadonlySet<CounsellorId>;
  readonly policy: CallPolicy;
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
  const { direction, outcome, talkers, rung, savers, policy, ownersBefore } = question;
  if (direction !== 'inbound') return null;

  if (ownersBefore.length > 0) {
    if (outcome !== 'answered' || policy.keepOwner) return null;
    const saver = talkers.find((id) => savers.has(id));
    if (saver === undefined || ownersBefore.includes(saver)) return null;
    return { owners: [saver], reason: 'talked_and_saved' };
  }
  if (outcome === 'answered') {
    const owner = { answerer: talkers[0], sticky: policy.sticky[0], none: undefined }[policy.answeredOwner];
    return owner === undefined ? null : { owners: [owner], reason: 'answered' };
  }
  if (UNANSWERED.has(outcome)) {
    const owner = { last_rung: rung.at(-1), sticky: policy.sticky[0], none: undefined }[policy.missedOwner];
    return owner === undefined ? null : { owners: [owner], reason: 'missed' };
  }
  return null;
}

/**
 * Who saved the lead in time. With "Add Notes" in place of the profile a note counts as saving.
 *
 * @param until the end of wrap-up
 */
export function saversOf(facts: readonly Fact[], policy: CallPolicy, until: EpochMs): ReadonlySet<CounsellorId> {
  const savers = new Set<CounsellorId>();
  for (const fact of facts) {
    if (fact.kind !== 'saved' || fact.receivedAt > until) continue;
    if (fact.what === 'edit' || policy.addNotesInstead) savers.add(fact.counsellorId);
  }
  return savers;
}
