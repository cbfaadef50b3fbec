import type { Institute } from '../product/institute.ts';
import { Feed } from '../product/feed.ts';
import type { ShownCall, ShownPopup } from '../product/shapes.ts';

/** A card as it was seen on a counsellor's page. */
export interface SeenCard extends ShownPopup {
  readonly agent: string;
  /** States it was seen in, each once, in order. */
  readonly states: readonly string[];
}

/** All counsellors at their pages, and what they have seen there. */
export class Desk {
  readonly #feeds: readonly Feed[];
  readonly #cards = new Map<string, SeenCard>();
  readonly #calls = new Map<string, ShownCall>();
  readonly #waiting = new Set<() => void>();

  constructor({ counsellors }: Institute) {
    this.#feeds = [...counsellors].map(
      ([agent, { person }]) =>
        new Feed(person, { popup: (popup) => this.#see(agent, popup), call: (call) => this.#hear(call) }),
    );
  }

  /** Of all counsellors, in the order in which they were first seen. */
  get cards(): readonly SeenCard[] {
    return [...this.#cards.values()];
  }

  /** A card of this counsellor that stands open, for a student's number; null: there is none. */
  openCard(agent: string, number: string): SeenCard | null {
    return (
      this.cards.findLast(
        (card) => card.agent === agent && card.number === number && ['open', 'answered'].includes(card.state),
      ) ?? null
    );
  }

  /** Waits until a card of this counsellor stands open for a student's number; false: it did not within `withinMs`. */
  async untilCard(agent: string, number: string, withinMs: number): Promise<boolean> {
    const until = Date.now() + withinMs;
    while (this.openCard(agent, number) === null && Date.now() < until) await this.#news(until - Date.now());
    return this.openCard(agent, number) !== null;
  }

  /** Waits until a clicked call is over on its counsellor's page; false: it was not within `withinMs`. */
  async untilOver(callId: string, withinMs: number): Promise<boolean> {
    const isOver = (): boolean => this.#calls.get(callId)?.state === 'ended';
    const until = Date.now() + withinMs;
    while (!isOver() && Date.now() < until) await this.#news(until - Date.now());
    return isOver();
  }

  async close(): Promise<void> {
    await Promise.all(this.#feeds.map(async (feed) => feed.close()));
  }

  async #news(withinMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, withinMs);
      this.#waiting.add(done);
    });
  }

  #tell(): void {
    for (const done of this.#waiting) done();
  }

  #see(agent: string, popup: ShownPopup): void {
    const states = this.#cards.get(popup.id)?.states ?? [];
    this.#cards.set(popup.id, {
      ...popup,
      agent,
      states: states.at(-1) === popup.state ? states : [...states, popup.state],
    });
    this.#tell();
  }

  #hear(call: ShownCall): void {
    this.#calls.set(call.id, call);
    this.#tell();
  }
}
