import type { LeadId } from '../ids.ts';
import type { Fact } from './facts.ts';

/**
 * The facts with each lead they name that was merged since replaced by the lead it is part of now. Facts keep the
 * lead that was; whoever reads them means the student, who is the primary. A fact that names none is the same object.
 *
 * @param primaries merged leads, each with its primary
 */
export function inPrimaries(facts: readonly Fact[], primaries: ReadonlyMap<LeadId, LeadId>): readonly Fact[] {
  if (primaries.size === 0) return facts;
  return facts.map((fact) => {
    if (!('leadId' in fact) || fact.leadId === null) return fact;
    const primary = primaries.get(fact.leadId);
    return primary === undefined ? fact : { ...fact, leadId: primary };
  });
}
