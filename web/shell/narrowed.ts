/** The search of an address after a change: what is empty does not stand in it. */
export const narrowed = <T extends object>(
  search: T,
  changes: { readonly [name in keyof T]?: string | undefined },
): T =>
  // Of the fields of both, which are T's.
  Object.fromEntries(
    Object.entries({ ...search, ...changes }).filter(([, value]) => value !== undefined && value !== ''),
  ) as T;
