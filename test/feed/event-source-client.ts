import { EventSource } from 'eventsource';
import { Awaited } from './awaited.ts';

export interface Received {
  readonly id: number;
  readonly event: string;
  /** Held against by the assertions of the test. */
  readonly data: Record<string, unknown>;
}

const EVENTS = ['snapshot', 'popup', 'missed', 'pending', 'call', 'dial'] as const;

/** A browser's EventSource: it comes back by itself, with the number of the last message. */
export class EventSourceClient {
  readonly received: Received[] = [];
  readonly #source: EventSource;
  readonly #awaited = new Awaited();
  #errors = 0;

  /** @param lastEventId sent with the first connection, as if the page had been there before */
  constructor(url: string, cookie: string, lastEventId?: string) {
    let first = true;
    this.#source = new EventSource(url, {
      fetch: async (input, init) => {
        const resumed = first && lastEventId !== undefined ? { 'Last-Event-ID': lastEventId } : {};
        first = false;
        return await fetch(input, { ...init, headers: { ...init.headers, ...resumed, cookie } });
      },
    });
    for (const event of EVENTS) {
      this.#source.addEventListener(event, ({ data, lastEventId: id }) => {
        // Written by JSON.stringify on the other side.
        this.received.push({ id: Number(id), event, data: JSON.parse(String(data)) as Record<string, unknown> });
        this.#awaited.look();
      });
    }
    this.#source.addEventListener('error', ({ code }) => {
      this.#errors += 1;
      this.#awaited.look();
      // Refused: it does not come back.
      if (this.givenUp) this.#awaited.giveUp(new Error(`The stream was refused with status ${code}`));
    });
  }

  get ids(): readonly number[] {
    return this.received.map(({ id }) => id);
  }

  /** Resolves with what has come once it is enough. */
  async until(enough: (received: readonly Received[]) => boolean): Promise<readonly Received[]> {
    await this.#awaited.when(() => enough(this.received));
    return this.received;
  }

  /** The first message that answers the description, whether it has come or is still to come. */
  async message(is: (message: Received) => boolean): Promise<Received> {
    await this.#awaited.when(() => this.received.some(is));
    const found = this.received.find(is);
    if (!found) throw new Error('It was there a moment ago');
    return found;
  }

  async count(messages: number): Promise<readonly Received[]> {
    return await this.until((received) => received.length >= messages);
  }

  /** Resolves when the connection was lost for the n-th time. */
  async lost(times = 1): Promise<void> {
    await this.#awaited.when(() => this.#errors >= times);
  }

  /** Whether it gave up, as it does when it is refused. */
  get givenUp(): boolean {
    return this.#source.readyState === EventSource.CLOSED;
  }

  close(): void {
    this.#source.close();
  }
}
