import type { Fact } from '../call/facts.ts';
import type { Plan } from '../call/plan.ts';
import { marksOf } from './marks.ts';

/** What one settled call adds to the reports of calls: by day and hour, by campaign, by vendor. */
export interface CountedCall {
  /** 0 for a call that the vendor never took: only its marks count. */
  readonly calls: 0 | 1;
  /** At most one of the two is 1: somebody talked, or nobody did. Neither when nobody ever told us. */
  readonly answered: 0 | 1;
  readonly missed: 0 | 1;
  readonly talkSeconds: number;
  /** What was odd about it (domain/reports/marks). */
  readonly marks: readonly string[];
}

/** Null until the call is settled, and for a routing question that no call claimed. */
export function countedCall({ record, contributions }: Plan, facts: readonly Fact[]): CountedCall | null {
  if (record.outcome === null || record.unclaimed) return null;
  const answered = contributions.some(({ success }) => success === 1);
  const missed = !answered && contributions.some((row) => row.missed === 1);
  return {
    calls: contributions.length > 0 ? 1 : 0,
    answered: answered ? 1 : 0,
    missed: missed ? 1 : 0,
    talkSeconds: answered ? (record.talkSeconds ?? 0) : 0,
    marks: marksOf(record, facts),
  };
}
