import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');
/** Nothing we ask takes so long; what does is broken. */
const ANSWER_WITHIN_MS = 30_000;

/**
 * One keep-alive connection that posts JSON, a request at a time. It knows just enough HTTP for our servers: Node's own
 * clients would cost the two cores as much as some of the servers that are measured.
 */
export class Line {
  private readonly socket: Socket;
  private readonly host: string;
  private received: Buffer = Buffer.alloc(0);
  private waiting: { readonly resolve: (answer: HttpAnswer) => void; readonly reject: (error: Error) => void } | null =
    null;

  private constructor(socket: Socket, host: string) {
    this.socket = socket;
    this.host = host;
    socket.setNoDelay(true);
    socket.setTimeout(ANSWER_WITHIN_MS, () => {
      // An idle line may stay; one that waits for an answer has waited long enough.
      if (this.waiting) socket.destroy(new Error('no answer came'));
    });
    socket.on('data', (chunk) => this.take(chunk));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('the connection was closed')));
  }

  static async open(url: string): Promise<Line> {
    const { hostname, port, host } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new Line(socket, host);
  }

  /** Whether it can carry a request: servers close lines that were idle for long. */
  get isOpen(): boolean {
    return !this.socket.destroyed && this.socket.writable;
  }

  /** Rejects when the connection breaks before the answer is complete. */
  async post(path: string, body: unknown): Promise<HttpAnswer> {
    if (this.waiting) throw new Error('One request at a time');
    if (!this.isOpen) throw new Error('The connection is closed');
    const text = JSON.stringify(body);
    const answer = new Promise<HttpAnswer>((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
    this.socket.write(
      `POST ${path} HTTP/1.1\r\nHost: ${this.host}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
    );
    return await answer;
  }

  close(): void {
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    const head = this.received.indexOf(END_OF_HEAD);
    if (head < 0) return;
    const text = this.received.toString('latin1', 0, head);
    const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
    if (length === undefined) return this.fail(new Error('an answer without a length'));
    const end = head + END_OF_HEAD.length + Number(length);
    if (this.received.length < end) return;
    const body = this.received.toString('utf8', head + END_OF_HEAD.length, end);
    this.received = this.received.subarray(end);
    const { waiting } = this;
    this.waiting = null;
    waiting?.resolve({ status: Number(text.slice(9, 12)), body });
  }

  private fail(error: Error): void {
    const { waiting } = this;
    this.waiting = null;
    waiting?.reject(error);
  }
}

/** Lines to one server, as many as are in use at the same time. */
export class Lines {
  private readonly url: string;
  private readonly idle: Line[] = [];

  constructor(url: string) {
    this.url = url;
  }

  async post(path: string, body: unknown): Promise<HttpAnswer> {
    const line = this.takeIdle() ?? (await Line.open(this.url));
    const answer = await line.post(path, body);
    this.idle.push(line);
    return answer;
  }

  /** Closes the lines that are not in use; call it when none is. */
  close(): void {
    for (const line of this.idle) line.close();
    this.idle.length = 0;
  }

  private takeIdle(): Line | null {
    for (;;) {
      const line = this.idle.pop();
      if (line === undefined) return null;
      if (line.isOpen) return line;
    }
  }
}
