/** A JSON object: what settings are made of. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `PUT` of the contract: objects merge deeply, everything else (arrays, null) replaces. */
export const mergeDeep = (current: Fields, patch: Fields): Fields => {
  const merged = new Map(Object.entries(current));
  for (const [name, value] of Object.entries(patch)) {
    const before = merged.get(name);
    merged.set(name, isFields(before) && isFields(value) ? mergeDeep(before, value) : value);
  }
  return Object.fromEntries(merged);
};

/** Whether two JSON values are the same, the order of an object's keys aside. */
export const isSame = (a: unknown, b: unknown): boolean => {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  if (!isFields(a) || !isFields(b)) return Object.is(a, b);
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => isSame(a[name], b[name]));
};

/** What changed, in the API's own field names. */
export interface Changes {
  readonly before: Fields;
  readonly after: Fields;
}

/** The parts in which two objects differ; null when they don't. Arrays count as one value. */
export const changesBetween = (before: Fields, after: Fields): Changes | null => {
  const left: Record<string, unknown> = {};
  const right: Record<string, unknown> = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [a, b] = [before[name], after[name]];
    if (isSame(a, b)) continue;
    const inner = isFields(a) && isFields(b) ? changesBetween(a, b) : null;
    left[name] = inner === null ? (a ?? null) : inner.before;
    right[name] = inner === null ? (b ?? null) : inner.after;
  }
  return Object.keys(right).length === 0 ? null : { before: left, after: right };
};
