import { Lines } from '../load/line.ts';
import { openStream, type Stream } from '../load/stream.ts';

const OPENED_AT_ONCE = 50;

/** What a card of ours weighs. */
const CARD = { number: '+919812345670', state: 'open', lead: null, candidates: [], padding: 'x'.repeat(300) };

/** Streams of the server that is sse-channel alone. */
export class SseDesk {
  private readonly lines: Lines;
  private readonly streams: Stream[] = [];
  private readonly waiting = new Map<number, (at: number) => void>();

  private constructor(url: string) {
    this.lines = new Lines(url);
  }

  static async open(url: string, count: number): Promise<SseDesk> {
    const desk = new SseDesk(url);
    const who = Array.from({ length: count }, (_, n) => n).values();
    const opening = Array.from({ length: OPENED_AT_ONCE }, async () => {
      for (const n of who) await desk.sitDown(url, n);
    });
    await Promise.all(opening);
    return desk;
  }

  /** Has something sent to one of them; gives how long it took to come, in ms. */
  async send(to: number): Promise<number> {
    const came = new Promise<number>((resolve) => this.waiting.set(to, resolve));
    const sent = performance.now();
    await this.lines.post(`/send?who=${to}`, CARD);
    return (await came) - sent;
  }

  close(): void {
    for (const stream of this.streams) stream.close();
    this.lines.close();
  }

  private async sitDown(url: string, n: number): Promise<void> {
    const { promise: seen, resolve } = Promise.withResolvers<void>();
    this.streams.push(
      await openStream(`${url}/stream?who=${n}`, {
        onEvent: (event, data) => {
          if (event === 'snapshot') resolve();
          if (event !== 'popup') return;
          const at = performance.now();
          JSON.parse(data);
          this.waiting.get(n)?.(at);
        },
      }),
    );
    await seen;
  }
}
