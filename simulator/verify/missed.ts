import type { ShownMissed } from '../product/shapes.ts';
import type { Difference, Verified } from './difference.ts';

const MISSED = new Set(['missed', 'abandoned', 'voicemail', 'busy', 'no_answer', 'cancelled', 'failed']);

/**
 * Holds the missed list against the ledger (product 6): one row a student, of the calls that came in or a campaign made
 * and nobody answered, unless a connected call with the student began after.
 */
export function checkMissed(
  verified: readonly Verified[],
  { rows, refs }: { rows: readonly ShownMissed[]; refs: ReadonlyMap<string, string> },
): readonly Difference[] {
  const calls = new Map(verified.map((one) => [one.shown.id, one]));
  const wanted = new Map<string, Verified[]>();
  for (const own of Map.groupBy(verified, ({ entry }) => entry.call.student.ref).values()) {
    const connected = own.filter(({ expected }) => expected.outcome === 'answered').map(({ shown }) => shown.startedAt);
    for (const one of own) {
      const { expected, entry, shown } = one;
      if (entry.script.direction === 'outbound' || !MISSED.has(expected.outcome)) continue;
      if (connected.some((at) => at > shown.startedAt)) continue;
      const student = shown.lead?.id ?? entry.call.student.number;
      wanted.set(student, [...(wanted.get(student) ?? []), one]);
    }
  }
  const differences: Difference[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    const one = calls.get(row.callId);
    if (one === undefined) {
      differences.push({ call: null, what: 'missed row', expected: 'of a call of the day', shown: row.callId });
      continue;
    }
    const student = one.shown.lead?.id ?? one.entry.call.student.number;
    seen.add(student);
    const own = wanted.get(student) ?? [];
    const call = one.entry.call.number;
    if (row.count !== own.length)
      differences.push({ call, what: 'missed calls', expected: String(own.length), shown: String(row.count) });
    const rung = [...new Set(own.flatMap(({ expected }) => expected.offers.map(({ agent }) => agent)))]
      .toSorted()
      .join(' ');
    const shown = row.missedBy
      .map(({ id }) => refs.get(id) ?? id)
      .toSorted()
      .join(' ');
    if (own.length > 0 && rung !== shown) differences.push({ call, what: 'missed by', expected: rung, shown });
  }
  for (const [student, own] of wanted) {
    if (!seen.has(student))
      differences.push({
        call: own[0]?.entry.call.number ?? null,
        what: 'missed row',
        expected: String(own.length),
        shown: 'none',
      });
  }
  return differences;
}
