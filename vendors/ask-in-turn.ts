import type { VendorTools } from './adapter.ts';
import type { EpochMs } from '../domain/ids.ts';
import type { HttpRequest } from './http.ts';
import { takeTurn, type Session, type Turn } from './session.ts';
import type { TurnLine } from './turns.ts';
import type { Unreachable, UnreachableReason } from './unreachable.ts';

/** `unsent`: the request never left. */
export type Failure = { readonly ok: false; readonly unsent?: true } & Unreachable;
/** What the vendor said, with a status below 500 that is not 429. */
export type Said = { readonly ok: true; readonly status: number; readonly text: string };

/** One account's way to its vendor. */
export interface AccountLine {
  readonly tools: VendorTools;
  readonly session: Session;
  /** Between two requests, unless `tools` says otherwise. */
  readonly gapMs: number;
  /** Where the vendor publishes a limit: it holds for all processes together. */
  readonly shared?: TurnLine;
}

export interface TurnRequest extends HttpRequest {
  /** A request whose turn comes later is not sent. */
  readonly notAfter?: EpochMs;
}

/** A limit is minutes; one that says more is a wrong clock, and must not keep us away for days. */
const longestRetryMs = 3_600_000;

export const failure = (reason: UnreachableReason, retryAt: EpochMs | null = null): Failure => ({
  ok: false,
  reason,
  retryAt,
});

/** `Retry-After` as seconds or as a date; null when it says nothing usable. */
const retryAt = (header: string | undefined, now: EpochMs): EpochMs | null => {
  const text = header?.trim() ?? '';
  const at = /^\d{1,9}$/.test(text) ? now + Number(text) * 1000 : Date.parse(text);
  return at > now ? Math.min(at, now + longestRetryMs) : null;
};

/** How an account's line is shared with other processes, where there are any. */
export const sharedBy = ({ turns }: VendorTools, line: TurnLine | undefined): Turn['shared'] =>
  turns === undefined || line === undefined ? undefined : { turns, line };

/**
 * Sends a request when its account's turn has come. An account that was told to stay away is left alone until then, and
 * a queue that is too long is not joined: both are `rate_limited`, and nothing was sent.
 */
export const askInTurn = async (
  { tools, session, gapMs, shared }: AccountLine,
  { notAfter = Infinity, ...request }: TurnRequest,
): Promise<Said | Failure> => {
  const busyUntil = await takeTurn(
    { session, gapMs: tools.gapMs ?? gapMs, shared: sharedBy(tools, shared) },
    tools.now(),
    request.signal,
  );
  const now = tools.now();
  const waits = Math.max(session.notBefore, busyUntil ?? 0);
  if (waits > now) return { ...failure('rate_limited', waits), unsent: true };
  if (now >= notAfter) return { ...failure('rate_limited'), unsent: true };
  const answer = await tools.http.send(request);
  if (!answer.ok) return failure(answer.problem);
  if (answer.status === 429) {
    const until = retryAt(answer.headers['retry-after'], tools.now());
    session.notBefore = until ?? session.notBefore;
    return failure('rate_limited', until);
  }
  return answer.status >= 500 ? failure('vendor_error') : answer;
};
