import type { IncomingMessage, ServerResponse } from 'node:http';
import { listen, type Listening } from '../../simulator/listen.ts';

/** A second of telephone quality: 8000 samples of 16 bits, and a head of 44 bytes. */
export const WAV = wav(16_000);

function wav(size: number): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + size, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(16_000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(size, 40);
  return Buffer.concat([head, Buffer.from(Uint8Array.from({ length: size }, (_, n) => n % 251))]);
}

export interface Asked {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** Bytes handed to the connection so far. */
  sent: number;
  /** Whoever asked has hung up before all was sent. */
  hungUp: boolean;
}

/** A place where recordings lie: a vendor's file server, or an institute's own storage. */
export interface RecordingHost extends Listening {
  readonly asked: Asked[];
  /** What lies at a path; overrides the WAV that lies at every other. */
  place(path: string, answer: (request: IncomingMessage, response: ServerResponse, asked: Asked) => void): void;
}

export async function openRecordingHost(): Promise<RecordingHost> {
  const asked: Asked[] = [];
  const places = new Map<string, (request: IncomingMessage, response: ServerResponse, asked: Asked) => void>();
  const server = await listen(0, async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://host').pathname;
    const one: Asked = { path, headers: request.headers, sent: 0, hungUp: false };
    asked.push(one);
    response.once('close', () => (one.hungUp = !response.writableFinished));
    (places.get(path) ?? sendWav)(request, response, one);
    await Promise.resolve();
  });
  return { ...server, asked, place: (path, answer) => void places.set(path, answer) };
}

/** Sends the WAV as a file server does: whole, a range of it, or 416. */
export function sendWav(request: IncomingMessage, response: ServerResponse): void {
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '');
  const headers = { 'content-type': 'audio/x-wav', 'accept-ranges': 'bytes', etag: '"one"' };
  if (range === null) {
    response.writeHead(200, { ...headers, 'content-length': WAV.length }).end(WAV);
    return;
  }
  const [, from = '', to = ''] = range;
  const begin = from === '' ? WAV.length - Number(to) : Number(from);
  const end = from === '' || to === '' ? WAV.length - 1 : Math.min(Number(to), WAV.length - 1);
  if (begin > end) {
    response.writeHead(416, { 'content-range': `bytes */${WAV.length}` }).end();
    return;
  }
  const part = WAV.subarray(begin, end + 1);
  response
    .writeHead(206, {
      ...headers,
      'content-range': `bytes ${begin}-${end}/${WAV.length}`,
      'content-length': part.length,
    })
    .end(part);
}
