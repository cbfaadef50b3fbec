import { setTimeout as sleep } from 'node:timers/promises';

/** Answers, and cards, in this time, on the average of the last few, say that the product keeps up. In ms. */
const EASY_MS = 200;
/** One that put a request off counts as if it had taken this long. In ms. */
const PUT_OFF_MS = 1500;
/** An answer that took so long came from a product that was too busy to show a card in time. In ms. */
const SLOW_MS = 1000;
const AROUND_MS = 3000;
/** How much the newest answer counts. */
const WEIGHT = 0.2;
/** Longest wait for it to ease; then the day goes on all the same. In ms. */
const LONGEST_MS = 3000;

/**
 * A vendor's calls come when they come; an exchange that plays a day in minutes must not count its own haste as a fault
 * of the product. Calls begin while answers come in time, and wait while they do not.
 */
export class Pressure {
  #ms = 0;
  readonly #slow: number[] = [];

  /** @param tookMs how long the answer took */
  note(tookMs: number, putOff: boolean): void {
    if (putOff || tookMs > SLOW_MS) this.#slow.push(Date.now());
    this.#weigh(putOff ? PUT_OFF_MS : tookMs);
  }

  /**
   * @param tookMs how long after the ring a card was seen; null: none was in good time, which weighs as a request put off,
   * but says nothing of how busy the product is: not every ring has one
   */
  noteCard(tookMs: number | null): void {
    if (tookMs === null) this.#weigh(PUT_OFF_MS);
    else this.note(tookMs, false);
  }

  #weigh(ms: number): void {
    this.#ms += (ms - this.#ms) * WEIGHT;
  }

  /** Whether the product was slow around a moment, by the real clock, in ms. */
  wasSlow(at: number): boolean {
    return this.#slow.some((slow) => slow > at - AROUND_MS && slow < at + AROUND_MS);
  }

  async eased(): Promise<void> {
    const until = Date.now() + LONGEST_MS;
    while (this.#ms > EASY_MS && Date.now() < until) {
      await sleep(100);
      this.#ms *= 0.9;
    }
  }
}
