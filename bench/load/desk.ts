import { z } from 'zod';
import type { Counsellor } from '../institute.ts';
import { openStream, type Stream } from './stream.ts';

const card = z.object({ number: z.string(), state: z.string() });

/** Cards that take longer count as lost. */
const LOST_AFTER_MS = 10_000;
/** Streams that are opened at the same time. */
const OPENED_AT_ONCE = 50;

type Waiter = (state: string, at: number) => void;

/** Counsellors at their browsers, each with a stream that has had its snapshot. */
export class Desk {
  private readonly streams: Stream[] = [];
  private readonly waiters = new Map<string, Set<Waiter>>();
  private broken = 0;
  private closing = false;

  private constructor() {}

  /** Opens the streams of all of them. */
  static async open(url: string, counsellors: readonly Counsellor[]): Promise<Desk> {
    const desk = new Desk();
    const waiting = counsellors.values();
    const opening = Array.from({ length: OPENED_AT_ONCE }, async () => {
      for (const counsellor of waiting) await desk.sitDown(url, counsellor);
    });
    await Promise.all(opening);
    return desk;
  }

  /** Streams that the server ended. */
  get lost(): number {
    return this.broken;
  }

  /**
   * Resolves with the moment (`performance.now()`) at which the counsellor's screen shows a card for this number in one
   * of these states; null when it did not within 10 s. Ask before what makes it come.
   */
  async shows({ id }: Counsellor, number: string, fits: (state: string) => boolean): Promise<number | null> {
    const key = `${id} +91${number}`;
    return await new Promise((resolve) => {
      const waiters = this.waiters.get(key) ?? new Set();
      const done = (at: number | null): void => {
        clearTimeout(late);
        waiters.delete(look);
        if (waiters.size === 0) this.waiters.delete(key);
        resolve(at);
      };
      const look: Waiter = (state, at) => {
        if (fits(state)) done(at);
      };
      const late = setTimeout(() => done(null), LOST_AFTER_MS);
      this.waiters.set(key, waiters.add(look));
    });
  }

  close(): void {
    this.closing = true;
    for (const stream of this.streams) stream.close();
  }

  private async sitDown(url: string, { id, cookie }: Counsellor): Promise<void> {
    const { promise: seen, resolve } = Promise.withResolvers<void>();
    const stream = await openStream(`${url}/v1/stream`, {
      cookie,
      onEvent: (event, data) => {
        if (event === 'snapshot') resolve();
        if (event === 'popup') this.look(id, data);
      },
      onEnd: () => {
        if (!this.closing) this.broken += 1;
      },
    });
    this.streams.push(stream);
    await seen;
  }

  private look(counsellorId: string, data: string): void {
    const at = performance.now();
    const { number, state } = card.parse(JSON.parse(data));
    for (const waiter of this.waiters.get(`${counsellorId} ${number}`) ?? []) waiter(state, at);
  }
}
