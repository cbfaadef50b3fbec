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
    const { entry, shown, cards: stories } = one;
    const seen = (byCall.get(shown.id) ?? []).toSorted((a, b) => a.openedAt.localeCompare(b.openedAt));
    byCall.delete(shown.id);
    if (entry.putOffs > 0) return [];
    return checkOfCall(entry.call.number, seen, stories);
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

type Wanted = Verified['expected']['cards'];

/** @param stories any of which may be how it was; one at least */
function checkOfCall(call: number, seen: readonly SeenCard[], stories: readonly Wanted[]): readonly Difference[] {
  const [first = []] = stories;
  const expected = first.map(({ agent, brief }) => (brief ? `(${agent})` : agent)).join(' ') || 'none';
  const shown = seen.map(({ agent }) => agent).join(' ') || 'none';
  const atOnce = [...Map.groupBy(seen, ({ openedAt }) => openedAt).values()].map((cards) =>
    cards.map(({ agent }) => agent),
  );
  const differences: Difference[] = [];
  if (!stories.some((wanted) => areThese(wanted, [atOnce.flat()])))
    differences.push({ call, what: 'cards', expected, shown });
  else if (!stories.some((wanted) => areThese(wanted, atOnce)))
    differences.push({ call, what: 'order of cards', expected, shown });
  for (const card of seen) {
    if (!GONE.has(card.state))
      differences.push({ call, what: 'card at the end', expected: 'gone', shown: `${card.agent} ${card.state}` });
  }
  return differences;
}

/**
 * Whether these are the cards wanted, in that order and perhaps without some of the brief ones.
 *
 * @param shown in order, those together that were shown at one moment: any of them may be the first
 */
export function areThese(wanted: Wanted, shown: readonly (readonly string[])[]): boolean {
  const [now = [], ...later] = shown;
  if (now.length === 0 && later.length > 0) return areThese(wanted, later);
  const [first, ...others] = wanted;
  if (first === undefined) return now.length === 0;
  const place = now.indexOf(first.agent);
  const isNext = place !== -1 && areThese(others, [now.toSpliced(place, 1), ...later]);
  return isNext || (first.brief && areThese(others, shown));
}
