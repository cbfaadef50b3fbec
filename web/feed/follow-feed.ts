import type { Session } from '../api/contract.ts';
import type { Connection, FeedMessage } from './desk-state.ts';
import { SseReader, type SseMessage } from './sse.ts';

export interface FollowedFeed {
  /** "/v1/stream", with `?device=phone` for a phone page. */
  readonly address: string;
  /** Whose feed it must be: somebody else may have signed in to this browser meanwhile. */
  readonly userId: string;
  readonly onMessage: (message: SseMessage) => void;
  readonly onConnection: (connection: Connection) => void;
  /** The last number that arrived; null: begin with a snapshot. */
  readonly lastId: () => number | null;
}

export interface Following {
  /** The network may be back: do not wait any longer. */
  readonly nudge: () => void;
  readonly stop: () => void;
}

/** Comments come every 15 s: a connection that is silent for longer than two of them is dead, though nobody said so. */
const SILENCE_MS = 35_000;
/** The head of an answer takes no longer where there is somebody to give it. */
const HEAD_MS = 8000;
const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 4000;

/**
 * Follows a counsellor's feed until it is stopped or nobody is signed in any more, and comes back by itself after
 * whatever happens to the network or the API, from where it was. EventSource would not do: it gives up at an answer like 503, does not
 * notice a silent connection, and can't tell that the session has ended.
 */
export function followFeed(feed: FollowedFeed): Following {
  const stopping = new AbortController();
  let wake = (): void => undefined;
  void run();
  return { nudge: () => wake(), stop: () => stopping.abort() };

  async function run(): Promise<void> {
    feed.onConnection('connecting');
    for (let failures = 0; !stopping.signal.aborted;) {
      const began = Date.now();
      const ended = await connect(feed, stopping.signal);
      if (stopping.signal.aborted) return;
      if (ended === 'signed_out') return feed.onConnection('signed_out');
      feed.onConnection('reconnecting');
      // One that held for a while begins to count anew.
      failures = ended === 'broken' && Date.now() - began > LONGEST_WAIT_MS ? 1 : failures + 1;
      await pause(waitFor(failures));
    }
  }

  async function pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    wake = resolve;
    stopping.signal.addEventListener('abort', () => resolve(), { once: true });
    await promise;
    clearTimeout(timer);
  }
}

/** Doubling, and never all browsers of an institute at the same moment. In ms. */
const waitFor = (failures: number): number =>
  Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS) * (0.75 + Math.random() / 2);

/** One connection, from its opening to its end. */
async function connect(feed: FollowedFeed, stopped: AbortSignal): Promise<'broken' | 'refused' | 'signed_out'> {
  const silent = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heard = (silence = SILENCE_MS): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silent.abort(), silence);
  };
  const signal = AbortSignal.any([stopped, silent.signal]);
  heard(HEAD_MS);
  try {
    if (!(await isStill(feed.userId, signal))) return 'signed_out';
    const lastId = feed.lastId();
    const response = await fetch(feed.address, {
      headers: { accept: 'text/event-stream', ...(lastId !== null && { 'last-event-id': String(lastId) }) },
      cache: 'no-store',
      signal,
    });
    if (response.status === 401) return 'signed_out';
    if (!response.ok || response.body === null) return 'refused';
    feed.onConnection('live');
    heard();
    const reader = new SseReader();
    for await (const piece of pieces(response.body)) {
      heard();
      for (const message of reader.read(piece)) feed.onMessage(message);
    }
    return 'broken';
  } catch {
    // No network, no API, or silence: whoever follows tries again.
    return 'broken';
  } finally {
    clearTimeout(timer);
  }
}

async function* pieces(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function isStill(userId: string, signal: AbortSignal): Promise<boolean> {
  const response = await fetch('/v1/session', { headers: { accept: 'application/json' }, cache: 'no-store', signal });
  if (response.status === 401) return false;
  if (!response.ok) throw new Error(`The session could not be read: ${response.status}`);
  const { user } = (await response.json()) as Session;
  return user.id === userId;
}

const NUMBERED = new Set(['snapshot', 'popup', 'missed', 'pending', 'call']);

/** A numbered message of the feed; null for what has no number, or came with a version of the API that we do not know. */
export function readFeedMessage({ id, event, data }: SseMessage): FeedMessage | null {
  if (id === null || !NUMBERED.has(event)) return null;
  // Shapes are the API's, held there against the schemas that FeedMessage comes from.
  return { id, event, data: JSON.parse(data) as unknown } as FeedMessage;
}
