import type { LedgerEntry } from './ledger.ts';
import type { Difference } from './verify/difference.ts';
import type { Verification } from './verify/verify.ts';

const count = <T>(items: readonly T[], of: (item: T) => string): string =>
  [...Map.groupBy(items, of)]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, own]) => `${name} ${own.length}`)
    .join(', ');

/** What was played, in a few lines. */
export function ledgerText(ledger: readonly LedgerEntry[]): readonly string[] {
  const faulty = ledger.flatMap(({ faults }) => faults);
  return [
    `Played ${ledger.length} calls: ${count(ledger, ({ call }) => call.vendor)}`,
    `        ${count(ledger, ({ script }) => script.outcome)}`,
    `        ${ledger.reduce((sum, { told }) => sum + told.length, 0)} requests were taken`,
    ...(faulty.length === 0 ? [] : [`Faults: ${count(faulty, (name) => name)}`]),
  ];
}

/** Each difference, and by rule what could not be known. */
export function verificationText({ differences, unknowable, shown, cards }: Verification): readonly string[] {
  return [
    `The product shows ${shown} calls.`,
    `Cards to be seen: ${cards.wanted}, of which ${cards.optional} may be missing, the ring too brief or the product too busy.`,
    ...[...unknowable.byRule].map(
      ([name, calls]) => `Can't be known of ${calls} call${calls === 1 ? '' : 's'}: ${name}`,
    ),
    ...differences.map(differenceText),
    differences.length === 0
      ? 'No difference.'
      : `${differences.length} difference${differences.length === 1 ? '' : 's'}.`,
  ];
}

const differenceText = ({ call, what, expected, shown }: Difference): string =>
  `DIFFERENCE ${call === null ? '' : `call ${call}: `}${what}: expected ${expected}, shown ${shown}`;
