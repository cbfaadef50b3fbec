import type { Logger } from '../../config/log.ts';
import type { Pool } from '../../db/pool.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { sendBatch } from './batch.ts';
import type { FeedName } from './key.ts';
import type { StreamRegistry } from './registry.ts';

/** Feeds a batch takes: enough that a thousand reconnecting clients are a few queries, few enough to be quick. */
const FEEDS_A_BATCH = 50;
/** Batches at a time: one that is slow doesn't hold up everybody, and half the feed pool stays free. */
const MOST_BATCHES = 2;
/** Milliseconds until feeds whose batch failed are tried again, then one by one: one that can't be sent holds up nobody. */
const RETRY_MS = 1000;

/**
 * Decides when which feed is looked at. Any number of wake-ups while a feed waits or is being sent make one more look.
 * A feed is in one batch at a time, which is what keeps its messages in order.
 */
export class Sender {
  readonly #db: Pool;
  readonly #registry: StreamRegistry;
  readonly #log: Logger;
  readonly #now: () => EpochMs;
  readonly #waiting = new Set<FeedName>();
  readonly #busy = new Set<FeedName>();
  readonly #batches = new Set<Promise<void>>();
  readonly #failed = new Set<FeedName>();
  readonly #retries = new Set<NodeJS.Timeout>();
  #stopped = false;

  constructor(parts: {
    readonly db: Pool;
    readonly registry: StreamRegistry;
    readonly log: Logger;
    readonly now: () => EpochMs;
  }) {
    this.#db = parts.db;
    this.#registry = parts.registry;
    this.#log = parts.log;
    this.#now = parts.now;
  }

  /** There may be something new in these feeds. Those nobody here follows are ignored. */
  wake(names: Iterable<FeedName>): void {
    for (const name of names) if (this.#registry.of(name).length > 0) this.#waiting.add(name);
    this.#start();
  }

  /** Takes up no more work, and waits for what is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#retries) clearTimeout(timer);
    await Promise.all(this.#batches);
  }

  #start(): void {
    while (!this.#stopped && this.#batches.size < MOST_BATCHES) {
      const names = this.#take();
      if (names.length === 0) return;
      const batch = this.#run(names).finally(() => {
        this.#batches.delete(batch);
        for (const name of names) this.#busy.delete(name);
        this.#start();
      });
      this.#batches.add(batch);
    }
  }

  /** Feeds that wait and are in no batch, longest waiting first. */
  #take(): readonly FeedName[] {
    const names: FeedName[] = [];
    for (const name of this.#waiting) {
      if (this.#busy.has(name)) continue;
      const alone = this.#failed.has(name);
      if (alone && names.length > 0) continue;
      this.#waiting.delete(name);
      this.#busy.add(name);
      names.push(name);
      if (alone || names.length === FEEDS_A_BATCH) break;
    }
    return names;
  }

  async #run(names: readonly FeedName[]): Promise<void> {
    const feeds = names.flatMap((name) => {
      const streams = this.#registry.of(name);
      return streams[0] === undefined ? [] : [{ key: streams[0].key, streams }];
    });
    try {
      const unfinished = await sendBatch(this.#db, feeds, this.#now);
      for (const name of unfinished) this.#waiting.add(name);
      for (const name of names) this.#failed.delete(name);
    } catch (error) {
      // The database is away or busy. Nothing is lost: every stream still knows where it is.
      this.#log.warn({ err: error, feeds: names.length }, 'feed not sent, will try again');
      for (const name of names) this.#failed.add(name);
      const timer = setTimeout(() => {
        this.#retries.delete(timer);
        this.wake(names);
      }, RETRY_MS);
      this.#retries.add(timer);
    }
  }
}
