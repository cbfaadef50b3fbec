import { z } from 'zod';
import type { Person } from './client.ts';
import { callShape, popupShape, type ShownCall, type ShownPopup } from './shapes.ts';

const snapshotShape = z.object({ popups: z.array(popupShape), calls: z.array(callShape) });

/** Between two tries to come back, in ms. */
const AGAIN_MS = 500;

export interface FeedListener {
  readonly popup: (popup: ShownPopup) => void;
  readonly call: (call: ShownCall) => void;
}

/** A counsellor's page: listens to their feed until it is closed, and resumes after a cut. */
export class Feed {
  readonly #person: Person;
  readonly #listener: FeedListener;
  readonly #closing = new AbortController();
  #lastId: string | null = null;
  readonly #over: Promise<void>;

  constructor(person: Person, listener: FeedListener) {
    this.#person = person;
    this.#listener = listener;
    this.#over = this.#listen();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#over;
  }

  async #listen(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        await this.#connection(signal);
      } catch {
        // Cut, or the product is away for a moment: a browser comes back by itself.
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }

  async #connection(signal: AbortSignal): Promise<void> {
    const resumed: Record<string, string> = this.#lastId === null ? {} : { 'last-event-id': this.#lastId };
    const response = await fetch(`${this.#person.url}/v1/stream`, {
      headers: { cookie: this.#person.cookie, ...resumed },
      signal,
    });
    if (!response.ok || response.body === null) throw new Error(`The feed answered ${response.status}`);
    let rest = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      const messages = (rest + chunk).split('\n\n');
      rest = messages.pop() ?? '';
      for (const message of messages) this.#take(message);
    }
  }

  #take(message: string): void {
    const fields = new Map(
      message.split('\n').map((line): [string, string] => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
      }),
    );
    this.#lastId = fields.get('id') ?? this.#lastId;
    const data = fields.get('data');
    if (data === undefined) return;
    const read = JSON.parse(data) as unknown;
    switch (fields.get('event')) {
      case 'snapshot': {
        const { popups, calls } = snapshotShape.parse(read);
        popups.forEach(this.#listener.popup);
        calls.forEach(this.#listener.call);
        return;
      }
      case 'popup':
        return this.#listener.popup(popupShape.parse(read));
      case 'call':
        return this.#listener.call(callShape.parse(read));
      default:
        return undefined;
    }
  }
}
