/**
 * Takes the keyboard on from a card or a row that is done with: to the one beside it, else to the page's heading. Whoever
 * works elsewhere meanwhile stays there.
 *
 * @param from the card or row, on the page still or not any more
 */
export function moveOn(from: Element | null): void {
  const { activeElement } = document;
  const isLeft = activeElement === null || activeElement === document.body || from?.contains(activeElement) === true;
  if (!isLeft) return;
  const heading = document.querySelector<HTMLElement>('main h1');
  const next = beside(from) ?? heading;
  if (next === null) return;
  if (next === heading) next.tabIndex = -1;
  next.focus();
}

function beside(from: Element | null): HTMLElement | null {
  if (from instanceof HTMLLIElement) {
    const row = from.nextElementSibling ?? from.previousElementSibling;
    return row?.querySelector<HTMLElement>('button, a') ?? null;
  }
  const cards = [...document.querySelectorAll<HTMLElement>('article')];
  const at = from instanceof HTMLElement ? cards.indexOf(from) : -1;
  return cards[at + 1] ?? cards[at - 1] ?? null;
}
