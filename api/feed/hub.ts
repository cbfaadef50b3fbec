import type { IncomingMessage, ServerResponse } from 'node:http';
import SseChannel from 'sse-channel';
import type { Logger } from '../../config/log.ts';
import { readHeads, type FeedKey } from '../../db/feed-read.ts';
import type { Pool } from '../../db/pool.ts';
import type { CallId, EpochMs } from '../../domain/ids.ts';
import { may } from '../../domain/access/viewer.ts';
import { feedName, namedFeeds, readDial } from './key.ts';
import { Listener } from './listener.ts';
import { StreamRegistry } from './registry.ts';
import { Sender } from './sender.ts';
import { fallenStreams } from './standing.ts';
import { FeedStream, type StreamLimits, type StreamRequest } from './stream.ts';

export interface FeedHubOptions {
  /** Milliseconds between looks at all heads and sessions. Default 3000; the promise to end streams within 5 s rests on it. */
  readonly pollMs?: number;
  /** Milliseconds between comments on quiet streams. Default 15000; the contract allows 20000. */
  readonly heartbeatMs?: number;
  /** When a slow client is cut. Default 4 MiB waiting, or 15 s without taking anything. */
  readonly limits?: StreamLimits;
  /** Streams one counsellor may hold open in this process, tabs and phones together. Default 50. */
  readonly streamsEach?: number;
}

export interface FeedHubParts {
  /** The feed's own pool: a burst of snapshots must not hold up anything else. */
  readonly db: Pool;
  /** Database to listen at; one more connection than the pool's. */
  readonly listenUrl: string;
  readonly log: Logger;
  readonly now?: () => EpochMs;
  readonly options?: FeedHubOptions;
  /** A counsellor who has a phone here clicked to call by it. Must not throw. */
  readonly onDial?: (key: FeedKey, callId: CallId) => void;
}

/** What a client does before it comes back by itself. */
const RETRY_MS = 2000;
const DEFAULT_LIMITS: StreamLimits = { bufferedBytes: 4 * 1024 * 1024, stallMs: 15_000 };

/**
 * All streams of one API process (contract section 4, design 7). Everything a stream needs to know stands in Postgres:
 * a notification only says that it is time to look, and a poll looks anyway. So any number of processes serve the
 * same counsellors, and any of them may die.
 */
export class FeedHub {
  readonly #db: Pool;
  readonly #log: Logger;
  readonly #now: () => EpochMs;
  readonly #pollMs: number;
  readonly #limits: StreamLimits;
  readonly #streamsEach: number;
  readonly #registry = new StreamRegistry();
  readonly #channel: SseChannel;
  readonly #sender: Sender;
  readonly #listener: Listener;
  readonly #onDial: NonNullable<FeedHubParts['onDial']>;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | null = null;
  #lookAgain = false;
  #closed = false;

  constructor({ db, listenUrl, log, now = Date.now, options = {}, onDial = () => undefined }: FeedHubParts) {
    this.#onDial = onDial;
    this.#db = db;
    this.#log = log;
    this.#now = now;
    this.#pollMs = options.pollMs ?? 3000;
    this.#limits = options.limits ?? DEFAULT_LIMITS;
    this.#streamsEach = options.streamsEach ?? 50;
    this.#channel = new SseChannel({ retryTimeout: RETRY_MS, pingInterval: options.heartbeatMs ?? 15_000 });
    this.#sender = new Sender({ db, registry: this.#registry, log, now });
    this.#listener = new Listener({
      url: listenUrl,
      channels: ['feed', 'session', 'access', 'dial'],
      onNotification: (channel, payload) => this.#onNotification(channel, payload),
      onListening: () => this.#look(),
      log,
    });
    this.#schedule();
  }

  /** Streams open in this process. */
  get size(): number {
    return this.#registry.size;
  }

  /** Takes the response over. Says why not when it does not, and leaves the response alone. */
  open(
    request: IncomingMessage,
    response: ServerResponse,
    wanted: StreamRequest,
  ): 'open' | 'gone' | 'too_many' | 'stopping' {
    if (this.#closed) return 'stopping';
    // The client left while we found out who it is; its 'close' has come and will not come again.
    if (response.destroyed) return 'gone';
    if (this.#registry.of(feedName(wanted.viewer)).length >= this.#streamsEach) return 'too_many';
    const stream = new FeedStream(wanted, { request, response }, this.#channel, this.#limits);
    this.#registry.add(stream);
    void stream.over.then(() => this.#registry.remove(stream));
    stream.onDrained(() => this.#sender.wake([stream.name]));
    this.#sender.wake([stream.name]);
    return 'open';
  }

  /**
   * Asks the counsellor's phones to dial. Not numbered, not kept: only streams with `device=phone` that are connected
   * to this process now, of somebody who may see the number.
   *
   * @returns how many were asked
   */
  dial(key: FeedKey, dial: { readonly callId: string; readonly tel: string }): number {
    const phones = this.#phonesOf(key);
    for (const phone of phones) phone.send([{ event: 'dial', data: dial }]);
    return phones.length;
  }

  /** Ends all streams and lets go of the database. Clients come back by themselves, to another process. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const open = this.#registry.all();
    for (const stream of open) stream.end();
    await Promise.all(open.map(({ over }) => over));
    this.#channel.close();
    await Promise.all([this.#listener.close(), this.#looking, this.#sender.stop()]);
  }

  #phonesOf(key: FeedKey): readonly FeedStream[] {
    return this.#registry
      .of(feedName(key))
      .filter(({ device, ready, viewer }) => device === 'phone' && ready && may(viewer, 'full_numbers'));
  }

  #onNotification(channel: string, payload: string): void {
    if (channel === 'dial') {
      const dial = readDial(payload);
      if (dial !== null && this.#phonesOf(dial.key).length > 0) this.#onDial(dial.key, dial.callId);
      return;
    }
    if (channel === 'feed') return this.#sender.wake(namedFeeds(payload));
    if (channel === 'session') {
      for (const stream of this.#registry.all()) if (stream.viewer.sessionId === payload) stream.end();
      return;
    }
    for (const name of namedFeeds(payload)) for (const stream of this.#registry.of(name)) stream.end();
  }

  /** Looks at everything, now and every `pollMs`, one look at a time. */
  #look(): void {
    clearTimeout(this.#timer);
    this.#lookAgain = this.#looking !== null;
    if (this.#closed || this.#looking !== null) return;
    this.#looking = this.#lookAround()
      // Postgres is away, or slow: the next look makes up for this one.
      .catch((error: unknown) => this.#log.warn({ err: error }, 'feed poll failed'))
      .finally(() => {
        this.#looking = null;
        if (this.#lookAgain) this.#look();
        else this.#schedule();
      });
  }

  #schedule(): void {
    if (!this.#closed) this.#timer = setTimeout(() => this.#look(), this.#pollMs);
  }

  async #lookAround(): Promise<void> {
    for (const stream of this.#registry.all()) {
      if (stream.cutIfStalled(this.#now()))
        this.#log.info({ counsellor: stream.key.counsellorId }, 'slow feed client cut');
    }
    if (this.#registry.size === 0) return;
    const heads = await readHeads(this.#db, this.#registry.keys());
    const behind = heads.filter(({ head, ...key }) =>
      this.#registry.of(feedName(key)).some((stream) => stream.lastSent !== head),
    );
    this.#sender.wake(behind.map(feedName));
    for (const stream of await fallenStreams(this.#db, this.#registry.all())) stream.end();
  }
}
