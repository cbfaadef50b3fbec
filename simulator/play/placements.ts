import type { Placed } from '../exchange/vendor-api.ts';

/** Clicks to call that reached their vendor, found by what we gave with them, whichever comes first: the call or who asks for it. */
export class Placements {
  readonly #placed = new Map<string, Placed>();
  readonly #waiting = new Map<string, (placed: Placed) => void>();

  add(placed: Placed): void {
    if (placed.reference === null) return;
    this.#placed.set(placed.reference, placed);
    this.#waiting.get(placed.reference)?.(placed);
  }

  /** The call placed for this reference; null when there is none within `withinMs`, or when `given up` says so before. */
  async of(reference: string, withinMs: number, givenUp: Promise<unknown>): Promise<Placed | null> {
    const known = this.#placed.get(reference);
    if (known !== undefined) return known;
    const timer = new AbortController();
    const placed = await new Promise<Placed | null>((resolve) => {
      this.#waiting.set(reference, resolve);
      const timeout = setTimeout(() => resolve(null), withinMs);
      timer.signal.addEventListener('abort', () => clearTimeout(timeout));
      void givenUp.then(() => resolve(this.#placed.get(reference) ?? null));
    });
    timer.abort();
    this.#waiting.delete(reference);
    return placed;
  }
}
