import type { EpochMs, InstituteId } from '../ids.ts';

/** Names and shapes by which the workflow of a daily comparison is spoken to: ids, enums and times alone. */

export const SWEEP_WORKFLOW = 'sweep';

export interface SweepInput {
  readonly institute: InstituteId;
  readonly vendor: string;
  /** As the institute counts days: YYYY-MM-DD. */
  readonly day: string;
}

export function sweepWorkflowId({ institute, vendor, day }: SweepInput): string {
  return `sweep-${institute}-${vendor}-${day}`;
}

/** What became of one part: more of them follow, it was the last, or the vendor is to be asked again later. */
export type SweptPart =
  | { readonly result: 'more' }
  | { readonly result: 'done' }
  | { readonly result: 'later'; readonly retryAt: EpochMs | null };
