import { get, type ClientRequest, type IncomingMessage } from 'node:http';
import { Awaited } from './awaited.ts';

/** A stream read as text, every byte of it. It does not come back. */
export class RawStream {
  /** What came, headers apart. */
  text = '';
  readonly #request: ClientRequest;
  readonly #response: Promise<IncomingMessage>;
  readonly #awaited = new Awaited();
  #ended = false;
  #lastId = 0;
  #tail = '';

  constructor(url: string, cookie: string, lastEventId?: string) {
    const headers = { cookie, ...(lastEventId !== undefined && { 'Last-Event-ID': lastEventId }) };
    this.#request = get(url, { headers, agent: false });
    this.#response = new Promise((resolve, reject) => {
      this.#request.once('response', (response) => {
        response.setEncoding('utf8');
        response.on('data', (text: string) => {
          const lately = this.#tail + text;
          this.#tail = lately.slice(-40);
          this.#lastId = Number([...lately.matchAll(/^id: (\d+)\n/gm)].at(-1)?.[1] ?? this.#lastId);
          this.text += text;
          this.#awaited.look();
        });
        response.once('close', () => this.#end());
        response.on('error', () => this.#end());
        resolve(response);
      });
      this.#request.once('error', (error) => {
        this.#end();
        reject(error);
      });
    });
    // A stream that is closed before it was answered is nobody's failure.
    this.#response.catch(() => undefined);
  }

  async response(): Promise<IncomingMessage> {
    return await this.#response;
  }

  /** Stops reading: what is sent then waits in the socket's buffers, and behind them. */
  async stopReading(): Promise<void> {
    (await this.#response).pause();
  }

  async readAgain(): Promise<void> {
    (await this.#response).resume();
  }

  async until(enough: (text: string) => boolean): Promise<string> {
    await this.#awaited.when(() => enough(this.text));
    return this.text;
  }

  /** Resolves when the message with this number is here, or a later one. */
  async upTo(id: number): Promise<void> {
    await this.#awaited.when(() => this.#lastId >= id);
  }

  async ended(): Promise<void> {
    await this.#awaited.when(() => this.#ended);
  }

  get over(): boolean {
    return this.#ended;
  }

  get ids(): readonly number[] {
    return [...this.text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
  }

  close(): void {
    this.#request.destroy();
  }

  #end(): void {
    this.#ended = true;
    this.#awaited.giveUp(new Error('The stream is over'));
  }
}
