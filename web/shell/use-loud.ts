import { useEffect, useRef, useState } from 'react';
import type { Popup } from '../api/contract.ts';

/**
 * A card is heard for as long. Most vendors do not tell us that the telephone was picked up: without an end the desk would
 * go on ringing into the talk.
 */
const LOUD_MS = 15_000;

/** Those of the ringing cards that are still to be heard, by when this page first saw them. */
export function useLoud(ringing: readonly Popup[]): readonly Popup[] {
  const [quiet, setQuiet] = useState<ReadonlySet<string>>(() => new Set());
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  useEffect(() => {
    for (const { id } of ringing) {
      if (timers.current.has(id)) continue;
      timers.current.set(
        id,
        setTimeout(() => setQuiet((before) => new Set(before).add(id)), LOUD_MS),
      );
    }
  }, [ringing]);
  useEffect(() => {
    const started = timers.current;
    return () => {
      for (const timer of started.values()) clearTimeout(timer);
      started.clear();
    };
  }, []);
  // Whoever acts on a card has noticed it.
  return ringing.filter(({ id, actedAt }) => !quiet.has(id) && actedAt === null);
}
