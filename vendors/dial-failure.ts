import type { Dialled, RefusedReason } from './adapter.ts';
import type { Failure } from './ask-in-turn.ts';
import type { UnreachableReason } from './unreachable.ts';

/** Refused for good: the same request would be refused again. */
const REFUSED: Readonly<Partial<Record<UnreachableReason, RefusedReason>>> = {
  credentials_refused: 'credentials_refused',
  address_refused: 'address_refused',
  request_refused: 'request_refused',
};

/** Nothing of the request can have arrived (product 4: 429, or a connection never made). */
const NOT_TAKEN: ReadonlySet<UnreachableReason> = new Set(['rate_limited', 'not_connected']);

/** What a click to call comes to that the vendor did not say yes to. */
export function dialFailure({ reason, retryAt, unsent }: Failure): Dialled {
  const refused = REFUSED[reason];
  if (refused !== undefined) return { result: 'refused', reason: refused };
  return unsent || NOT_TAKEN.has(reason) ? { result: 'not_taken', reason, retryAt } : { result: 'unclear', reason };
}

const longestId = 200;

/** An id in a vendor's answer: it comes or doesn't, at times as a number, at times empty or as an unfilled variable. */
export function idFrom(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  return text === '' || text.startsWith('$') || /^(?:null|none|undefined)$/i.test(text)
    ? null
    : text.slice(0, longestId);
}
