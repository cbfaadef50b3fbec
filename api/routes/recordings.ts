import type { Context } from 'koa';
import { z } from 'zod';
import type { Audio, RecordingProblem } from '../../calls/recordings/audio.ts';
import { openRecording } from '../../calls/recordings/open.ts';
import type { ClientDeps } from '../../calls/vendor-client.ts';
import { visibleCall } from '../../db/calls-read.ts';
import type { Pool } from '../../db/pool.ts';
import { findRecordingPlace, noteListening } from '../../db/recordings.ts';
import { recordingOf } from '../../domain/calling/recording-state.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { sightOf } from '../call-sight.ts';
import { endpoint, type Endpoint, type Reply } from '../endpoint.ts';
import { bodyCallId } from '../field-schemas.ts';
import { notFound, Problem } from '../problem.ts';

export interface RecordingRouteDeps extends ClientDeps {
  readonly db: Pool;
  readonly now: () => EpochMs;
}

/** Recordings passed on at once by one process; each holds two connections and some buffers. */
const MOST_AT_ONCE = 100;

/** One range, as players ask for. Several, or what is none, are answered with the whole (RFC 9110, 14.2). */
const ONE_RANGE = /^bytes=(?:\d{1,15}-\d{0,15}|-\d{1,15})$/;

/** Whatever the other side sends, a browser that is led here by a link runs nothing of it. */
const AS_A_FILE = {
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
  'content-disposition': 'inline',
};

const REASONS: Readonly<Record<RecordingProblem, string>> = {
  gone: 'The vendor does not have this recording any more.',
  refused: 'The vendor refused to give the recording, or its address may not be reached from here.',
  not_audio: 'What the vendor gave is no audio.',
  too_large: 'The recording is too large.',
  unreachable: 'The vendor could not be reached, or answered with an error.',
};

/** Recordings of calls, through us: whoever listens needs no way to the vendor, and never sees its address. */
export const recordingRoutes = ({ db, now, ...client }: RecordingRouteDeps): readonly Endpoint[] => {
  let atOnce = 0;

  const listen = async (
    ctx: Context,
    open: (range: string | null, signal: AbortSignal) => Promise<Audio>,
    heard: () => Promise<void>,
  ): Promise<Reply> => {
    if (atOnce >= MOST_AT_ONCE)
      throw new Problem(503, 'busy', 'Too many recordings are listened to at once.', {}, { 'Retry-After': '10' });
    atOnce += 1;
    const left = new AbortController();
    const over = (): void => {
      atOnce -= 1;
      left.abort();
    };
    // Who left before this has had their 'close': it does not come again.
    if (ctx.res.closed) over();
    else ctx.res.once('close', over);
    const asked = ctx.get('Range');
    const audio = await open(ONE_RANGE.test(asked) ? asked : null, left.signal);
    if (audio.result === 'unavailable') throw unavailable(audio.reason);
    if (audio.result === 'no_such_range') {
      return {
        status: 416,
        headers: { ...AS_A_FILE, ...(audio.contentRange !== null && { 'content-range': audio.contentRange }) },
      };
    }
    const { status, body } = audio;
    const headers = { ...audio.headers, ...AS_A_FILE };
    if (ctx.method === 'HEAD') {
      body.destroy();
      return { status, headers };
    }
    try {
      await heard();
    } catch (error) {
      body.destroy();
      throw error;
    }
    return { status, headers, body };
  };

  return [
    endpoint(
      {
        method: 'get',
        path: '/v1/calls/{id}/recording',
        summary:
          'The recording of a call as audio, whole or one range of it; listening is audited. None: 404 `no_recording`, `recording_pending` or `recording_lost`, as `recording` of the call says. Vendor in the way: 502 `recording_unavailable` with a `reason`.',
        access: 'recordings',
        params: z.object({ id: bodyCallId }),
        headers: z.object({ Range: z.string().optional().meta({ description: 'One range of bytes.' }) }),
        produces: 'audio/*',
        responses: { 200: z.string(), 206: z.string(), 416: null },
      },
      async ({ params, viewer, ctx }) => {
        const { instituteId, counsellorId: byId, country } = viewer;
        const call = await visibleCall(db, sightOf(viewer, 'recordings'), params.id);
        if (call === null) throw notFound();
        const state = recordingOf(call, now());
        const place = state === 'ready' ? await findRecordingPlace(db, instituteId, call.id) : null;
        if (place === null) throw notThere(state === 'ready' ? 'lost' : state);
        return await listen(
          ctx,
          async (range, signal) =>
            await openRecording({ db, ...client }, { instituteId, country, place, range, signal }),
          async () => await noteListening(db, { instituteId, callId: call.id, byId }),
        );
      },
    ),
  ];
};

function notThere(state: 'none' | 'pending' | 'lost'): Problem {
  if (state === 'pending')
    return new Problem(404, 'recording_pending', 'The recording has not come yet.', {}, { 'Retry-After': '60' });
  if (state === 'lost') return new Problem(404, 'recording_lost', 'The recording never came, or is kept no longer.');
  return new Problem(404, 'no_recording', 'Nothing was recorded on this call.');
}

const unavailable = (reason: RecordingProblem): Problem =>
  new Problem(502, 'recording_unavailable', REASONS[reason], { reason });
