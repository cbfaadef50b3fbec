import { Client } from 'pg';
import type { Logger } from '../../config/log.ts';

/** Milliseconds. A connection that answers nothing for so long is given up. */
const ANSWER_MS = 5000;
/** Milliseconds between questions whether the connection still lives: a LISTEN that went quiet is noticed no other way. */
const PROBE_MS = 10_000;
/** How long a connection may take to end by itself before it is left behind. */
const GOODBYE_MS = 500;
const FIRST_BACK_OFF_MS = 100;
const LONGEST_BACK_OFF_MS = 5000;

/** Shown in `pg_stat_activity`. */
export const LISTENER_NAME = 'callthread listen';

export interface ListenerParts {
  readonly url: string;
  readonly channels: readonly string[];
  /** A notification came. Must not throw. */
  readonly onNotification: (channel: string, payload: string) => void;
  /** Listening began, or began again: whatever was notified before was missed. Must not throw. */
  readonly onListening: () => void;
  readonly log: Logger;
}

/**
 * Holds one connection that listens, for ever: a lost one is replaced with back-off. Notifications are only hints,
 * so nothing waits for this.
 */
export class Listener {
  readonly #parts: ListenerParts;
  readonly #running: Promise<void>;
  readonly #stop = new AbortController();

  constructor(parts: ListenerParts) {
    this.#parts = parts;
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    let backOff = FIRST_BACK_OFF_MS;
    while (!signal.aborted) {
      const began = await this.#listenOnce();
      if (signal.aborted) return;
      backOff = began ? FIRST_BACK_OFF_MS : Math.min(backOff * 2, LONGEST_BACK_OFF_MS);
      await pause(backOff, signal);
    }
  }

  /** Listens until the connection is lost or the listener closed. Says whether it got as far as listening. */
  async #listenOnce(): Promise<boolean> {
    const { url, channels, onNotification, onListening, log } = this.#parts;
    const { signal } = this.#stop;
    const client = new Client({
      connectionString: url,
      application_name: LISTENER_NAME,
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
    });
    let listening = false;
    const lost = Promise.withResolvers<void>();
    // An error ends the connection too; without a listener it would end the process.
    client.on('error', () => lost.resolve());
    client.once('end', () => lost.resolve());
    client.on('notification', ({ channel, payload }) => onNotification(channel, payload ?? ''));
    const onAbort = (): void => lost.resolve();
    signal.addEventListener('abort', onAbort);
    const probe = setInterval(() => void client.query('select 1').catch(lost.resolve), PROBE_MS);
    try {
      await client.connect();
      // Channel names are our own constants; LISTEN takes no parameters.
      for (const channel of channels) await client.query(`listen ${client.escapeIdentifier(channel)}`);
      listening = true;
      if (!signal.aborted) onListening();
      await lost.promise;
      if (!signal.aborted) log.warn({ channels }, 'feed notifications lost, connecting again');
    } catch (error) {
      if (!signal.aborted)
        log.warn({ err: error, channels }, 'cannot listen for feed notifications, polling meanwhile');
    }
    clearInterval(probe);
    signal.removeEventListener('abort', onAbort);
    const parted = new AbortController();
    await Promise.race([client.end().catch(() => undefined), pause(GOODBYE_MS, parted.signal)]);
    parted.abort();
    return listening;
  }
}

/** Waits, or less when the signal comes. */
const pause = async (ms: number, signal: AbortSignal): Promise<void> =>
  await new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
