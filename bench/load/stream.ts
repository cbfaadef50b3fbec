import { Agent, request } from 'node:http';

/** A server-sent event: its name and its data, unparsed. */
export type OnEvent = (event: string, data: string) => void;

/** An open stream. */
export interface Stream {
  close(): void;
}

const OPEN_WITHIN_MS = 30_000;

/**
 * Opens a stream of server-sent events, a connection of its own as a browser has. Resolves when the server has begun to
 * answer; rejects when it refuses. It does not come back by itself: a stream that breaks is told by `onEnd`.
 */
export async function openStream(
  url: string,
  {
    cookie,
    onEvent,
    onEnd = () => undefined,
  }: { readonly cookie?: string; readonly onEvent: OnEvent; readonly onEnd?: () => void },
): Promise<Stream> {
  const headers = { accept: 'text/event-stream', ...(cookie === undefined ? {} : { cookie }) };
  const asked = request(url, { agent: new Agent(), headers });
  return await new Promise((resolve, reject) => {
    const late = setTimeout(() => asked.destroy(new Error('a stream did not open')), OPEN_WITHIN_MS);
    asked.once('error', reject);
    asked.once('response', (response) => {
      clearTimeout(late);
      if (response.statusCode !== 200) {
        asked.destroy();
        reject(new Error(`a stream was answered with ${response.statusCode ?? 'nothing'}`));
        return;
      }
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        const messages = (text + chunk).split('\n\n');
        text = messages.pop() ?? '';
        for (const message of messages) read(message, onEvent);
      });
      response.on('error', () => undefined).on('close', onEnd);
      resolve({ close: () => asked.destroy() });
    });
    asked.end();
  });
}

function read(message: string, onEvent: OnEvent): void {
  let event = 'message';
  let data = '';
  for (const line of message.split('\n')) {
    if (line.startsWith('event: ')) event = line.slice(7);
    else if (line.startsWith('data: ')) data += line.slice(6);
    else if (line.startsWith('event:')) event = line.slice(6);
    else if (line.startsWith('data:')) data += line.slice(5);
  }
  if (data !== '') onEvent(event, data);
}
