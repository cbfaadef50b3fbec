import { chooseAlerting, type TabStanding } from './alerting-tab.ts';
import { applyMessage, EMPTY_DESK, mute, putAway, type DeskState } from './desk-state.ts';
import { followFeed, readFeedMessage, type Following } from './follow-feed.ts';
import type { FromTab, ToTab } from './messages.ts';

/** A way to one tab. */
export interface TabPort {
  readonly post: (message: ToTab) => void;
}

/**
 * The one place of a browser that holds a counsellor's stream, and shares what it tells with all tabs. It runs in a
 * SharedWorker, or in one of the tabs where there is none.
 */
export class DeskHub {
  readonly #userId: string;
  readonly #tabs = new Map<TabPort, TabStanding>();
  #desk: DeskState = EMPTY_DESK;
  #alerting: TabPort | null = null;
  #following: Following | null = null;

  constructor(userId: string) {
    this.#userId = userId;
    // A laptop that was opened, a cable that was put back.
    globalThis.addEventListener('online', () => this.#following?.nudge());
  }

  receive(tab: TabPort, message: FromTab): void {
    switch (message.type) {
      case 'hello':
        this.#join(tab, message);
        return;
      case 'standing':
        if (this.#tabs.has(tab)) this.#stand(tab, message);
        return;
      case 'mute':
        this.#become(mute(this.#desk, message.popupId, message.muted));
        return;
      case 'put_away':
        this.#become(putAway(this.#desk, message.callId));
        return;
      case 'tell':
        for (const other of this.#tabs.keys()) if (other !== tab) other.post({ type: 'told', what: message.what });
        return;
      case 'nudge':
        this.#following?.nudge();
        return;
      case 'bye':
      default:
        this.#leave(tab);
    }
  }

  /** Ends the stream; the hub is of no use any more. */
  close(): void {
    this.#following?.stop();
  }

  #join(tab: TabPort, { visible, canSound, lock }: Extract<FromTab, { type: 'hello' }>): void {
    // Granted when the tab has died without a word.
    if (lock !== null) void navigator.locks.request(lock, () => this.#leave(tab));
    // Somebody signed in again, after the stream had ended for want of a session.
    if (this.#following === null || this.#desk.connection === 'signed_out') this.#follow();
    this.#stand(tab, { visible, canSound });
  }

  #stand(tab: TabPort, { visible, canSound }: TabStanding): void {
    this.#tabs.set(tab, { visible, canSound });
    this.#share();
  }

  #leave(tab: TabPort): void {
    if (this.#tabs.delete(tab)) this.#share();
  }

  #follow(): void {
    this.#following?.stop();
    this.#desk = EMPTY_DESK;
    this.#following = followFeed({
      address: '/v1/stream',
      userId: this.#userId,
      lastId: () => this.#desk.lastId,
      onConnection: (connection) => this.#become({ ...this.#desk, connection }),
      onMessage: (message) => {
        const read = readFeedMessage(message);
        if (read !== null) this.#become(applyMessage(this.#desk, read));
      },
    });
  }

  #become(desk: DeskState): void {
    this.#desk = desk;
    this.#share();
  }

  #share(): void {
    this.#alerting = chooseAlerting(this.#tabs, this.#alerting);
    const standings = [...this.#tabs.values()];
    const inSight = standings.some(({ visible }) => visible);
    const canSound = standings.some((standing) => standing.canSound);
    for (const tab of this.#tabs.keys()) {
      tab.post({ type: 'desk', desk: this.#desk, browser: { alerts: tab === this.#alerting, inSight, canSound } });
    }
  }
}
