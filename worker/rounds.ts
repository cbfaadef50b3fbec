import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../config/log.ts';

/** Work that is done again and again until the process stops. */
export interface Rounds {
  /** Ends after the round under way. */
  stop(): Promise<void>;
}

/**
 * Runs `round` every `pauseMs`, at once again while it says there is more. A round that fails is logged and followed
 * by the next; rounds never overlap.
 */
export function runRounds(
  { name, pauseMs, log }: { readonly name: string; readonly pauseMs: number; readonly log: Logger },
  round: (signal: AbortSignal) => Promise<'more' | 'done'>,
): Rounds {
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = (async () => {
    while (!signal.aborted) {
      const came = await round(signal).catch((error: unknown) => {
        log.warn({ err: error, rounds: name }, 'a round failed');
        return 'done' as const;
      });
      if (came === 'done') await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
