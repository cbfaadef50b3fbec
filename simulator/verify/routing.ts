import type { LedgerEntry } from '../ledger.ts';
import type { Vendor } from '../day/planned.ts';
import type { VendorTraits } from '../vendor-traits.ts';
import type { Difference } from './difference.ts';

/** An answer that took longer may be the one for when the database does not answer in its time: nobody (contract 1.2). In ms. */
const IN_TIME_MS = 150;
/** No answer names more (product 1.1). */
const MOST = 10;

/**
 * Holds whom the product said to ring against product 1.1 and 1.2. Of a student's first call it is known exactly whose
 * the lead is; calls after it may have changed that, but never to nobody's.
 */
export function checkRouting(
  entries: readonly LedgerEntry[],
  traits: Readonly<Record<Vendor, VendorTraits>>,
): readonly Difference[] {
  const ofStudents = Map.groupBy(entries, ({ call }) => call.student.ref).values();
  return [...ofStudents].flatMap((own) =>
    own
      .toSorted((a, b) => a.beganAt - b.beganAt)
      .flatMap((entry, place) => checkAnswer(entry, traits[entry.call.vendor], place === 0)),
  );
}

function checkAnswer(
  { call, asked }: LedgerEntry,
  { sticky, routingFallback }: VendorTraits,
  isFirst: boolean,
): readonly Difference[] {
  if (asked === null || (asked.tookMs > IN_TIME_MS && asked.agents.length === 0)) return [];
  const { agents } = asked;
  const owners = call.student.lead?.owners ?? [];
  const line = owners.length > 0 ? owners : sticky;
  const isRight = isFirst ? isAnswer(agents, line, routingFallback) : agents.length > 0 || line.length === 0;
  const isWhole = agents.length <= MOST && new Set(agents).size === agents.length;
  if (isRight && isWhole) return [];
  const [expected, shown] = [line.join(' ') || 'nobody', agents.join(' ') || 'nobody'];
  return [{ call: call.number, what: 'routing', expected, shown }];
}

/** Who is busy or away stays in the line; or, where others are asked in their stead, at its end, as far as the answer goes. */
function isAnswer(
  agents: readonly string[],
  line: readonly string[],
  fallback: VendorTraits['routingFallback'],
): boolean {
  if (fallback === 'vendor' || line.length === 0) return agents.join() === line.slice(0, MOST).join();
  return agents.length === MOST || line.every((one) => agents.includes(one));
}
