/** Where something that is not mapped was seen: "in 3 calls, last 23 Nov, 14:05". */
export const seenIn = (
  { calls, lastSeen }: { readonly calls: number; readonly lastSeen: string },
  when: (at: string) => string,
): string => `in ${calls === 1 ? 'one call' : `${calls} calls`}, last ${when(lastSeen)}`;
