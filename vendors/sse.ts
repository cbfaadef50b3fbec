import { StringDecoder } from 'node:string_decoder';
import type { IncomingMessage } from 'node:http';
import { isObject, readJson } from './json.ts';

/** What comes over a stream: an event's data, or a line that only shows that the connection lives. */
export type StreamLine = { readonly kind: 'data'; readonly data: string } | { readonly kind: 'alive' };

/** Longer lines than any event of a call are let go. */
const longestLine = 256 * 1024;

/**
 * The events of a `text/event-stream`, as they come. An event is over as soon as its data is whole JSON, whether the
 * blank line that should end it comes or not; what is no JSON when it ends is given as it is.
 *
 * Rejects with what breaks the stream; ends when the vendor ends it.
 */
export async function* readEvents(body: IncomingMessage): AsyncGenerator<StreamLine> {
  let data: string[] = [];
  for await (const line of lines(body)) {
    if (line === '') {
      if (data.length > 0) yield { kind: 'data', data: data.join('\n') };
      data = [];
    } else if (/^data:?/.test(line)) {
      data.push(line.replace(/^data:? ?/, ''));
      const whole = data.join('\n');
      if (isObject(readJson(whole))) {
        yield { kind: 'data', data: whole };
        data = [];
      } else if (whole.length > longestLine) data = [];
    }
    yield { kind: 'alive' };
  }
}

/** Lines as the standard ends them: by CR, LF or both. One that is too long is dropped whole. */
async function* lines(body: IncomingMessage): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let tooLong = false;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    const parts = (rest + decoder.write(chunk)).split(/\r\n|\n|\r(?!$)/);
    rest = parts.pop() ?? '';
    for (const line of parts) {
      if (!tooLong && line.length <= longestLine) yield line;
      tooLong = false;
    }
    if (rest.length > longestLine) {
      rest = '';
      tooLong = true;
    }
  }
}
