import { randomId } from '../api/random-id.ts';
import { EMPTY_DESK, type DeskState } from './desk-state.ts';
import type { Browser, FromTab, Told, ToTab } from './messages.ts';
import { openWay, type WayToHub } from './way-to-hub.ts';

export interface DeskView {
  readonly desk: DeskState;
  readonly browser: Browser;
}

const NOTHING: DeskView = { desk: EMPTY_DESK, browser: { alerts: false, inSight: true, canSound: true } };

/** Holds a lock of its own until the tab dies, which is how the hub learns of that; its name, once it is held. */
async function holdLock(over: AbortSignal): Promise<string | null> {
  if (!('locks' in navigator)) return null;
  const name = `callthread-tab-${randomId()}`;
  const { promise: held, resolve } = Promise.withResolvers<void>();
  void navigator.locks.request(name, async () => {
    resolve();
    await new Promise<void>((end) => over.addEventListener('abort', () => end()));
  });
  await held;
  return name;
}

/** A tab's part of the desk: what the hub last said, in the form React subscribes to. */
export class DeskClient {
  #view = NOTHING;
  #canSound = false;
  readonly #listeners = new Set<() => void>();
  readonly #toldListeners = new Set<(what: Told) => void>();
  /** Null where the browser has no locks: then a tab that dies without a word stays in the hub's list, and does no harm. */
  #lock: string | null = null;
  readonly #over = new AbortController();
  readonly #way: WayToHub;

  constructor(userId: string) {
    const { signal } = this.#over;
    const locked = holdLock(signal).then((lock) => {
      this.#lock = lock;
    });
    // Not before: the hub would take a lock that is not held yet for one whose tab has died.
    this.#way = openWay(userId, {
      hear: (message) => this.#hear(message),
      onHub: () => void locked.then(() => this.#hello()),
    });
    document.addEventListener('visibilitychange', () => this.#stand(), { signal });
    window.addEventListener('pagehide', () => this.#post({ type: 'bye' }), { signal });
    // Back out of the browser's own cache of pages.
    window.addEventListener('pageshow', ({ persisted }) => persisted && this.#hello(), { signal });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = (): DeskView => this.#view;

  /** Calls back when another tab of this browser changed something. */
  onTold(listener: (what: Told) => void): () => void {
    this.#toldListeners.add(listener);
    return () => this.#toldListeners.delete(listener);
  }

  /** Whether the browser lets this tab sound. */
  setCanSound(canSound: boolean): void {
    if (canSound === this.#canSound) return;
    this.#canSound = canSound;
    this.#stand();
  }

  mute(popupId: string, muted: boolean): void {
    this.#post({ type: 'mute', popupId, muted });
  }

  putAway(callId: string): void {
    this.#post({ type: 'put_away', callId });
  }

  tell(what: Told): void {
    this.#post({ type: 'tell', what });
  }

  close(): void {
    this.#post({ type: 'bye' });
    this.#over.abort();
    this.#way.close();
  }

  #hello(): void {
    this.#post({ type: 'hello', ...this.#standing(), lock: this.#lock });
  }

  #stand(): void {
    this.#post({ type: 'standing', ...this.#standing() });
    if (document.visibilityState === 'visible') this.#post({ type: 'nudge' });
  }

  #standing(): { visible: boolean; canSound: boolean } {
    return { visible: document.visibilityState === 'visible', canSound: this.#canSound };
  }

  #post(message: FromTab): void {
    this.#way.post(message);
  }

  #hear(message: ToTab): void {
    if (message.type === 'told') {
      for (const listener of this.#toldListeners) listener(message.what);
      return;
    }
    this.#view = { desk: message.desk, browser: message.browser };
    for (const listener of this.#listeners) listener();
  }
}
