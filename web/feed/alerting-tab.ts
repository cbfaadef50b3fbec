/** What a hub knows of a tab when it chooses the one that sounds and notifies. */
export interface TabStanding {
  readonly visible: boolean;
  readonly canSound: boolean;
}

/**
 * The one tab of a browser that alerts: whichever may sound before those that may not, the one that did so far where it is
 * as good, then one in sight, then the newest. Null without tabs.
 */
export function chooseAlerting<T>(tabs: ReadonlyMap<T, TabStanding>, before: T | null): T | null {
  const able = [...tabs].filter(([, { canSound }]) => canSound);
  const candidates = able.length > 0 ? able : [...tabs];
  if (before !== null && candidates.some(([tab]) => tab === before)) return before;
  const [tab] = candidates.findLast(([, { visible }]) => visible) ?? candidates.at(-1) ?? [null];
  return tab;
}
