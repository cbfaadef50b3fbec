import type { EpochMs } from '../ids.ts';
import type { Direction } from './facts.ts';

/** How far a vendor's clock may be from ours: a record begins no earlier than this before what was heard of its call. */
export const CLOCK_SLACK_MS = 60_000;

/** A call for which the vendor's record was found by number alone. */
export interface FoundByNumber {
  readonly direction: Direction;
  readonly numberKey: string | null;
  readonly didKey: string | null;
  readonly firstHeardAt: EpochMs;
  /** When it was clicked; null for any other call. */
  readonly clicked: { readonly at: EpochMs } | null;
}

/** The call that the record's id already names. */
export interface NamedByRecord extends Omit<FoundByNumber, 'clicked'> {
  readonly lastHeardAt: EpochMs;
  /** Nothing is taken into it any more. */
  readonly sealed: boolean;
}

/**
 * Whether a call is part of the one that its record names: the same student's, on the same number and in the same
 * direction, and first heard of while that one was on. Filters of vendors can't be trusted (vendors.md 6, 14), so that
 * the record alone does not say it. What was heard of a clicked call was heard after the click.
 */
export function isPartOf(
  call: FoundByNumber,
  named: NamedByRecord,
  { startedAt, endedAt }: { readonly startedAt: EpochMs | null; readonly endedAt: EpochMs | null },
): boolean {
  if (named.sealed) return false;
  if (call.clicked !== null) return named.firstHeardAt >= call.clicked.at;
  const from = Math.min(named.firstHeardAt, startedAt ?? Infinity) - CLOCK_SLACK_MS;
  const to = Math.max(named.lastHeardAt, endedAt ?? 0) + CLOCK_SLACK_MS;
  return (
    agrees(named.numberKey, call.numberKey) &&
    agrees(named.didKey, call.didKey) &&
    (named.direction === 'inbound') === (call.direction === 'inbound') &&
    call.firstHeardAt >= from &&
    call.firstHeardAt <= to
  );
}

const agrees = (a: string | null, b: string | null): boolean => a === null || b === null || a === b;
