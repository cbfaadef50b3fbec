import type { Direction } from '../../domain/call/facts.ts';
import type { EpochMs } from '../../domain/ids.ts';
import type { Line } from '../line.ts';
import type { NativeHappening } from '../native.ts';
import type { NativeReading } from '../native-reading.ts';
import type { Ending } from './legs.ts';

/** 1 is incoming, 2 outgoing; in v2 and in words of an administrator's own they are words. */
export const readDirection = (reading: NativeReading, text: string | null): Direction | null => {
  switch (text?.toLowerCase()) {
    case undefined:
      return null;
    case '1':
    case 'incoming':
    case 'inbound':
      return 'inbound';
    case '2':
    case 'outgoing':
    case 'outbound':
      return 'outbound';
    default:
      reading.flag('word_unrecognised');
      return null;
  }
};

/** One agent as a hook names them in several ways: by number, by extension, by the id that click to call takes. */
export const readAgent = (reading: NativeReading, names: readonly (string | null)[]): Line | null => {
  const [first, ...others] = names.map((name) => reading.lineOf(name)).filter((line) => line !== null);
  if (first === undefined) return null;
  const aliases = [...new Set(others.map(({ key }) => key))].filter((key) => key !== first.key);
  return aliases.length === 0 ? first : { ...first, aliases };
};

interface Told {
  readonly startedAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
  readonly recordingUrl: string | null;
  /** Of the call as a whole, where no leg says. */
  readonly talkSeconds?: number | null;
}

/** An ending as what happened, leg by leg. The recording is of whoever talked, or the voicemail. */
export const endedOf = (
  { legs, whole }: Ending,
  { startedAt, endedAt, recordingUrl, talkSeconds = null }: Told,
): readonly NativeHappening[] => [
  ...legs.map((leg) => ({
    kind: 'ended' as const,
    agent: leg.agent,
    status: leg.status,
    talkSeconds: leg.talkSeconds,
    startedAt,
    endedAt: inside(leg.endedAt, startedAt) ?? endedAt,
    recordingUrl: leg.status.result === 'success' ? recordingUrl : null,
  })),
  ...(whole === null
    ? []
    : [
        {
          kind: 'ended' as const,
          agent: null,
          status: whole,
          talkSeconds: whole.result === 'success' ? talkSeconds : null,
          startedAt,
          endedAt,
          recordingUrl,
        },
      ]),
];

/** A leg that ended before the call began says nothing. */
const inside = (at: EpochMs | null, startedAt: EpochMs | null): EpochMs | null =>
  at !== null && startedAt !== null && at < startedAt ? null : at;
