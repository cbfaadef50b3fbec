/** One message of a server-sent event stream. */
export interface SseMessage {
  /** Null: it has none, and does not move the place in the feed. */
  readonly id: number | null;
  readonly event: string;
  readonly data: string;
}

/** Reads the text of a stream, in whatever pieces it comes, as the HTML standard says. Comments are passed over. */
export class SseReader {
  #rest = '';
  #id: number | null = null;
  #event = 'message';
  #data: string[] = [];

  /** The messages that this piece completes. */
  read(piece: string): readonly SseMessage[] {
    // A carriage return at the end of a piece may be half of a line's end.
    const text = this.#rest + piece;
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
    const lines = whole.split(/\r\n|\n|\r/);
    this.#rest = (lines.pop() ?? '') + text.slice(whole.length);
    return lines.flatMap((line) => this.#take(line));
  }

  #take(line: string): readonly SseMessage[] {
    if (line === '') return this.#complete();
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') this.#event = value;
    else if (name === 'data') this.#data.push(value);
    else if (name === 'id' && /^\d+$/.test(value)) this.#id = Number(value);
    return [];
  }

  #complete(): readonly SseMessage[] {
    const message = { id: this.#id, event: this.#event, data: this.#data.join('\n') };
    const isEmpty = this.#data.length === 0;
    this.#id = null;
    this.#event = 'message';
    this.#data = [];
    return isEmpty ? [] : [message];
  }
}
