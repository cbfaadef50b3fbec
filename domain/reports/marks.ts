import type { Fact } from '../call/facts.ts';
import { legKey, WHOLE_CALL, type LegKey } from '../call/legs.ts';
import type { CallRecord } from '../call/record.ts';

/** A report or an event of the call that came when what it told was past. */
export const LATE = 'late';
/** A ring told of after the report about it. */
export const OUT_OF_ORDER = 'out_of_order';
/** Settled from the vendor's record, since its call back never came. */
export const REPAIRED = 'repaired';
/** Before the code of why a click to call was not placed, or is not known to have been. */
export const REASON = 'reason:';

/** Reasons that are no fault of the vendor: whoever clicked ended it, or had no phone page open. */
const OWN_REASONS: ReadonlySet<string> = new Set(['cancelled', 'no_phone_connected']);

/**
 * What was odd about a settled call, for its vendor's report: its flags, and how its events came. Sorted, each once.
 *
 * @param facts in sequence order
 */
export function marksOf({ flags, source, reason }: CallRecord, facts: readonly Fact[]): readonly string[] {
  const marks = new Set(flags);
  if (flags.includes('late_correction') || facts.some((fact) => fact.kind === 'offered' && fact.stale)) marks.add(LATE);
  if (isOutOfOrder(facts)) marks.add(OUT_OF_ORDER);
  if (source === 'reconciled') marks.add(REPAIRED);
  if (reason !== null && !OWN_REASONS.has(reason.code)) marks.add(`${REASON}${reason.code}`);
  return [...marks].toSorted();
}

function isOutOfOrder(facts: readonly Fact[]): boolean {
  const reported = new Set<LegKey>();
  const rung = new Set<LegKey>();
  for (const fact of facts) {
    if (fact.kind === 'ended') reported.add(legKey(fact.agent));
    if (fact.kind !== 'offered') continue;
    const key = legKey(fact.agent);
    // Rung before as well, it rings once more; a report of the call as a whole was about every ring.
    if (!rung.has(key) && (reported.has(key) || reported.has(WHOLE_CALL))) return true;
    rung.add(key);
  }
  return false;
}
