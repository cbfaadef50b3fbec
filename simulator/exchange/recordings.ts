import type { IncomingMessage, ServerResponse } from 'node:http';

const RATE = 8000;

/** Half a second of a tone: a real recording, 16-bit PCM, of 8,044 bytes. Which tone depends on the call. */
export function recordingOf(callId: string): Buffer {
  const samples = RATE / 2;
  const data = Buffer.alloc(samples * 2);
  const hertz = 300 + (Buffer.from(callId).reduce((sum, byte) => sum + byte, 0) % 500);
  for (let index = 0; index < samples; index += 1) {
    data.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * hertz * index) / RATE)), index * 2);
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

const RECORDING = /^\/recordings\/([^/]+)\.wav$/;

/** Where a server keeps a call's recording, below its own address. */
export const recordingPath = (callId: string): string => `/recordings/${encodeURIComponent(callId)}.wav`;

/** Answers a request for a recording, whole or in part; false: it was for something else. */
export function serveRecording(request: IncomingMessage, path: string, response: ServerResponse): boolean {
  const [, name] = RECORDING.exec(path) ?? [];
  if (name === undefined) return false;
  const audio = recordingOf(decodeURIComponent(name));
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  const common = { 'content-type': 'audio/wav', 'accept-ranges': 'bytes' };
  if (from === '' && to === '') {
    response.writeHead(200, { ...common, 'content-length': audio.length }).end(audio);
    return true;
  }
  const first = from === '' ? Math.max(0, audio.length - Number(to)) : Number(from);
  const last = from === '' || to === '' ? audio.length - 1 : Math.min(Number(to), audio.length - 1);
  if (first > last) {
    response.writeHead(416, { ...common, 'content-range': `bytes */${audio.length}` }).end();
    return true;
  }
  const part = audio.subarray(first, last + 1);
  response
    .writeHead(206, {
      ...common,
      'content-range': `bytes ${first}-${last}/${audio.length}`,
      'content-length': part.length,
    })
    .end(part);
  return true;
}
