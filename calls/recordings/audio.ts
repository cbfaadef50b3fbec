import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { Http } from '../../vendors/http.ts';
import { audioType } from './audio-type.ts';
import { openAddress, type Address } from './address.ts';

/** gone: the other side has it no more · refused: it, or our own guard, says no · not_audio: something else lies there. */
export type RecordingProblem = 'gone' | 'refused' | 'not_audio' | 'too_large' | 'unreachable';

export interface RecordingLimits {
  /** For each answer to begin, redirects apart. Milliseconds, default 10 000. */
  readonly headMs: number;
  /** For the other side to send its next bytes while somebody waits for them. Milliseconds, default 20 000. */
  readonly idleMs: number;
  /** For all of it, however slowly somebody listens; players then ask for the rest. Milliseconds, default 15 minutes. */
  readonly totalMs: number;
  /** Of what is passed on. Default 256 MiB, nine hours of telephone quality. */
  readonly mostBytes: number;
}

export const RECORDING_LIMITS: RecordingLimits = {
  headMs: 10_000,
  idleMs: 20_000,
  totalMs: 15 * 60_000,
  mostBytes: 256 * 1024 * 1024,
};

/** What the listener asked for. */
export interface AudioQuestion {
  readonly address: Address;
  /** One range of bytes, as in `Range`; null: the whole. */
  readonly range: string | null;
  /** Gives up when the listener has left. */
  readonly signal: AbortSignal;
  readonly limits?: RecordingLimits;
}

export type Audio =
  | {
      readonly result: 'audio';
      readonly status: 200 | 206;
      readonly headers: Readonly<Record<string, string>>;
      /** Holds a connection until it has been read, or is destroyed. */
      readonly body: Readable;
    }
  /** 416: the recording has no such part. */
  | { readonly result: 'no_such_range'; readonly contentRange: string | null }
  | { readonly result: 'unavailable'; readonly reason: RecordingProblem; readonly status: number | null };

/** A recording that broke off, or went beyond its bounds, while it was passed on. */
export class RecordingCutError extends Error {
  readonly code: string = 'recording_cut';
}

const PASSED_ON = ['content-length', 'content-range', 'accept-ranges', 'etag', 'last-modified'] as const;
const CONTENT_RANGE = /^bytes (\d+)-\d+\/(?:\d+|\*)$/;
const NO_SUCH_RANGE = /^bytes \*\/\d+$/;

const unavailable = (reason: RecordingProblem, status: number | null = null): Audio => ({
  result: 'unavailable',
  reason,
  status,
});

/** Opens a recording where it lies and sees to it that audio, and only audio, is passed on, as fast as it is taken. */
export async function openAudio(
  http: Http,
  { address, range, signal, limits = RECORDING_LIMITS }: AudioQuestion,
): Promise<Audio> {
  const headers = {
    accept: 'audio/*, application/octet-stream;q=0.9, */*;q=0.1',
    'accept-encoding': 'identity',
    ...(range !== null && { range }),
  };
  const ends = AbortSignal.any([signal, AbortSignal.timeout(limits.totalMs)]);
  const opened = await openAddress(http, address, { headers, headMs: limits.headMs, signal: ends });
  if (!opened.ok) return unavailable(opened.problem === 'address_refused' ? 'refused' : 'unreachable');
  const { status, body, path } = opened;
  const audio = await readAudio(opened, { path, range, limits });
  if (audio.result !== 'audio') body.destroy();
  return audio.result === 'unavailable' ? { ...audio, status } : audio;
}

interface Reading {
  readonly path: string;
  readonly range: string | null;
  readonly limits: RecordingLimits;
}

async function readAudio(
  {
    status,
    headers,
    body,
  }: { readonly status: number; readonly headers: IncomingMessage['headers']; readonly body: IncomingMessage },
  { path, range, limits }: Reading,
): Promise<Audio> {
  const part = headers['content-range'];
  if (status === 416 && range !== null)
    return { result: 'no_such_range', contentRange: part !== undefined && NO_SUCH_RANGE.test(part) ? part : null };
  if (status === 404 || status === 410) return unavailable('gone');
  if (status === 401 || status === 403) return unavailable('refused');
  const begin =
    status === 206 && range !== null ? CONTENT_RANGE.exec(part ?? '')?.[1] : status === 200 ? '0' : undefined;
  if (begin === undefined) return unavailable('unreachable');
  if (Number(headers['content-length'] ?? 0) > limits.mostBytes) return unavailable('too_large');
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return unavailable('not_audio');

  const chunks = chunksOf(body, limits);
  const first = await chunks.next().catch(() => null);
  if (first === null) return unavailable('unreachable');
  const type = audioType(headers['content-type'], path, Number(begin) === 0 ? (first.value ?? new Uint8Array()) : null);
  if (type === null) return unavailable('not_audio');
  const passed = PASSED_ON.flatMap((name): readonly (readonly [string, string])[] => {
    const value = headers[name];
    return typeof value === 'string' && (status === 206 || name !== 'content-range') ? [[name, value]] : [];
  });
  const stream = Readable.from(again(first, chunks), { objectMode: false });
  // A stream that nobody began to read has not begun the generator either.
  stream.once('close', () => body.destroy());
  return {
    result: 'audio',
    status: status === 206 ? 206 : 200,
    headers: { ...Object.fromEntries(passed), 'content-type': type },
    body: stream,
  };
}

type Chunks = AsyncGenerator<Uint8Array, undefined>;

/** The body as it is asked for: silence counts only while somebody waits for more. */
async function* chunksOf(body: IncomingMessage, { idleMs, mostBytes }: RecordingLimits): Chunks {
  // Nobody gave the stream an encoding: its chunks are bytes.
  const chunks: AsyncIterator<Buffer, unknown> = (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  for (let size = 0; ;) {
    const silence = setTimeout(() => body.destroy(new RecordingCutError('The other side fell silent')), idleMs);
    const next = await chunks.next().finally(() => clearTimeout(silence));
    if (next.done === true) return;
    size += next.value.length;
    if (size > mostBytes) throw new RecordingCutError('The recording is too large');
    yield next.value;
  }
}

async function* again(first: IteratorResult<Uint8Array, undefined>, rest: Chunks): Chunks {
  if (first.done === true) return;
  yield first.value;
  yield* rest;
}
