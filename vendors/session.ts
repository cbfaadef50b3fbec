import { setTimeout as sleep } from 'node:timers/promises';
import type { EpochMs } from '../domain/ids.ts';
import type { TurnLine, Turns } from './turns.ts';
import type { Unreachable } from './unreachable.ts';

export interface Token {
  readonly value: string;
  /** When we ask for another, well before the vendor's own end. */
  readonly until: EpochMs;
}

export type LogIn = { readonly ok: true; readonly token: string } | ({ readonly ok: false } & Unreachable);

/** What a process remembers of one account at a vendor between requests. Nothing of it is needed: it saves requests. */
export interface Session {
  token: Token | null;
  /** A log-in under way, for all who wait for it. */
  loggingIn: Promise<LogIn> | null;
  /** The vendor told us to stay away until then. */
  notBefore: EpochMs;
  /** The vendor refused these credentials: asking again and again would lock the account. */
  refusedUntil: EpochMs;
  /** When the next request may leave. */
  nextTurn: EpochMs;
}

export interface Sessions {
  /** @param key Names account and credentials, so that new credentials begin anew; never a secret in clear. */
  readonly of: (key: string) => Session;
}

/** Sessions by account, the longest unused dropped beyond `most`. */
export const createSessions = (most = 1000): Sessions => {
  const sessions = new Map<string, Session>();
  return {
    of: (key) => {
      const session = sessions.get(key) ?? { token: null, loggingIn: null, notBefore: 0, refusedUntil: 0, nextTurn: 0 };
      sessions.delete(key);
      sessions.set(key, session);
      const [oldest] = sessions.keys();
      if (sessions.size > most && oldest !== undefined) sessions.delete(oldest);
      return session;
    },
  };
};

/** Longer queues than this are told to come back. */
const longestWaitMs = 10_000;

/** Whose turn it is. */
export interface Turn {
  readonly session: Session;
  /** Between two requests. */
  readonly gapMs: number;
  /** Where other processes ask for the same account. */
  readonly shared?: { readonly turns: Turns; readonly line: TurnLine } | undefined;
}

/**
 * Waits for the account's turn, first among this process's requests, then among all processes': requests leave `gapMs`
 * apart. Returns null when it has come, else the time from which to try again, when too many wait already.
 */
export const takeTurn = async (
  { session, gapMs, shared }: Turn,
  now: EpochMs,
  signal?: AbortSignal,
): Promise<EpochMs | null> => {
  const wait = async (ms: number): Promise<void> => {
    // A caller that gave up meanwhile finds out from its request, which its signal ends at once.
    if (ms > 0) await sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  };
  const at = Math.max(now, session.nextTurn);
  if (at - now > longestWaitMs) return at;
  session.nextTurn = at + gapMs;
  await wait(at - now);
  if (shared === undefined || gapMs === 0) return null;
  const waitMs = await shared.turns.take(shared.line, { gapMs, longestMs: longestWaitMs });
  if (waitMs === null) return at + longestWaitMs;
  await wait(waitMs);
  return null;
};
