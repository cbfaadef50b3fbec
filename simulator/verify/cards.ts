import type { SeenCard } from '../play/desk.ts';
import type { Difference, Verified } from './difference.ts';

/** States in which a card is gone from the page. */
const GONE = new Set(['closed', 'withdrawn', 'dismissed']);

/**
 * Holds the cards counsellors saw against those their rings ask for: x requests, x pop-ups, in that order, each to that
 * counsellor alone, the previous withdrawn before the next shows (product 1.3), and none left at the end.
 */
export function checkCards(verified: readonly Verified[], cards: readonly SeenCard[]): readonly Difference[] {
  const byCall = Map.groupBy(cards, ({ callId }) => callId);
  const differences = verified.flatMap((one) => {
    const { entry, shown, expected } = one;
    const seen = (byCall.get(shown.id) ?? []).toSorted((a, b) => a.openedAt.localeCompare(b.openedAt));
    byCall.delete(shown.id);
    if (entry.putOffs > 0) return [];
    return checkOfCall(entry.call.number, seen, expected.cards);
  });
  const stray = [...byCall.values()].flat().filter(({ state }) => !GONE.has(state));
  return [
    ...differences,
    ...stray.map(({ agent, state }) => ({
      call: null,
      what: 'card of no call',
      expected: 'gone',
      shown: `${agent} ${state}`,
    })),
  ];
}

function checkOfCall(
  call: number,
  seen: readonly SeenCard[],
  wanted: Verified['expected']['cards'],
): readonly Difference[] {
  const agents = seen.map(({ agent }) => agent);
  const fits = fitting(wanted, agents);
  const differences: Difference[] = [];
  if (!fits) {
    const expected = wanted.map(({ agent, brief }) => (brief ? `(${agent})` : agent)).join(' ') || 'none';
    differences.push({ call, what: 'cards', expected, shown: agents.join(' ') || 'none' });
  }
  for (const card of seen) {
    if (!GONE.has(card.state))
      differences.push({ call, what: 'card at the end', expected: 'gone', shown: `${card.agent} ${card.state}` });
  }
  return differences;
}

/** Whether these are the cards wanted, without some of the brief ones. Rung at the same moment, any may be the first. */
function fitting(wanted: Verified['expected']['cards'], agents: readonly string[]): boolean {
  const left = [...agents];
  for (const { agent, brief } of wanted) {
    const place = left.indexOf(agent);
    if (place !== -1) left.splice(place, 1);
    else if (!brief) return false;
  }
  return left.length === 0;
}
