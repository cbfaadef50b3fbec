import type { IncomingMessage, ServerResponse } from 'node:http';
import type SseChannel from 'sse-channel';
import type { FeedKey } from '../../db/feed-read.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { feedName, type FeedName } from './key.ts';
import type { Message } from './message.ts';

/** What opens a stream. */
export interface StreamRequest {
  readonly viewer: Viewer;
  /** A phone page is sent what to dial. */
  readonly device: 'phone' | null;
  /** The last number the client has; null for none that can be read. */
  readonly lastEventId: number | null;
}

/** How far a client may fall behind before it is cut. It resumes from where it was. */
export interface StreamLimits {
  /** Bytes waiting in this process. */
  readonly bufferedBytes: number;
  /** Milliseconds without taking anything while something waits. */
  readonly stallMs: number;
}

/** How long a client may take for the rest after its stream was ended. */
const END_GRACE_MS = 1000;

/** One connection of one counsellor. Its place in the feed is the whole of its state: nothing is queued for it. */
export class FeedStream {
  readonly viewer: Viewer;
  readonly key: FeedKey;
  readonly name: FeedName;
  readonly device: 'phone' | null;
  /** Resolves when the connection is over. */
  readonly over: Promise<void>;
  /** The last number the client has; null when it needs a snapshot first. */
  lastSent: number | null;
  readonly #response: ServerResponse;
  readonly #channel: SseChannel;
  readonly #limits: StreamLimits;
  #stalledSince: EpochMs | null = null;
  #ended = false;

  constructor(
    { viewer, device, lastEventId }: StreamRequest,
    connection: { readonly request: IncomingMessage; readonly response: ServerResponse },
    channel: SseChannel,
    limits: StreamLimits,
  ) {
    this.viewer = viewer;
    this.key = { instituteId: viewer.instituteId, counsellorId: viewer.counsellorId };
    this.name = feedName(this.key);
    this.device = device;
    this.lastSent = lastEventId;
    this.#response = connection.response;
    this.#channel = channel;
    this.#limits = limits;
    // For proxies that would otherwise hold messages back until they have a page full (nginx; Caddy streams by itself).
    connection.response.setHeader('X-Accel-Buffering', 'no');
    channel.addClient(connection.request, connection.response);
    this.over = new Promise((resolve) => {
      connection.response.once('close', () => {
        this.#ended = true;
        channel.removeClient(connection.response);
        resolve();
      });
    });
    // A client that vanished in the middle of a write: 'close' follows, and nothing is wrong.
    connection.response.on('error', () => undefined);
    connection.response.on('drain', () => {
      this.#stalledSince = null;
    });
  }

  /** Whether the client took what it was given, and can be given more. */
  get ready(): boolean {
    return !this.#ended && !this.#response.destroyed && !this.#response.writableNeedDrain;
  }

  /** Calls back whenever the client, after being behind, took everything. */
  onDrained(call: () => void): void {
    this.#response.on('drain', call);
  }

  /** Sends messages in order, as one packet where they fit. The last one's number is where the client is then. */
  send(messages: readonly Message[]): void {
    if (this.#ended || this.#response.destroyed) return;
    this.#response.cork();
    for (const { id, event, data } of messages) {
      this.#channel.send({ ...(id === undefined ? {} : { id }), event, data: JSON.stringify(data) }, [this.#response]);
      if (id !== undefined) this.lastSent = id;
    }
    this.#response.uncork();
    if (this.#response.writableLength > this.#limits.bufferedBytes) this.cut();
  }

  /** Cuts a client that takes nothing. Says whether it did. */
  cutIfStalled(now: EpochMs): boolean {
    if (this.#ended || !this.#response.writableNeedDrain) return false;
    this.#stalledSince ??= now;
    if (now - this.#stalledSince < this.#limits.stallMs) return false;
    this.cut();
    return true;
  }

  /** Ends the stream; the client comes back by itself, or is told at the door that it may not. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#response.end();
    const timer = setTimeout(() => this.cut(), END_GRACE_MS);
    void this.over.then(() => clearTimeout(timer));
  }

  cut(): void {
    this.#response.destroy();
  }
}
