import type { Happening } from '../../../calls/event-facts.ts';
import { callOf } from '../../../calls/native-event.ts';
import type { CallBack, ClassicEndpoint, ClassicHeard, PopupRequest } from '../../../vendors/classic/heard.ts';
import { parseClassic } from '../../../vendors/classic/parse.ts';
import { agents, fieldsMissing, inboundDisabled, nobody, taken } from './answers.ts';
import type { Reader, Told } from './told.ts';

/** Reads requests of a classic endpoint, and answers them as contract 1.2 says. */
export function classicReader(endpoint: ClassicEndpoint): Reader {
  return ({ fields, institute, receivedAt }) => {
    const parsed = parseClassic(endpoint, fields, { country: institute.country, zone: institute.timeZone, receivedAt });
    if (parsed.ok) return { ok: true, told: toldBy(parsed.heard) };
    return { ok: false, answer: fieldsMissing(parsed.message, parsed.errors, endpoint === 'getCounsellor') };
  };
}

function toldBy(heard: ClassicHeard): Told {
  switch (heard.kind) {
    case 'routing_question':
      return {
        kind: heard.kind,
        call: callOf({ ...heard, direction: null }),
        answer: ({ numbers }) => agents(numbers),
        nobody,
      };
    case 'opportunity_question':
      return { kind: heard.kind, numberKey: heard.number };
    default: {
      const happening = happeningOf(heard);
      return {
        kind: 'event',
        call: callOf(heard),
        happenings: [happening],
        answer: (took) =>
          took.result === 'refused' || took.result === 'unplaced'
            ? inboundDisabled
            : taken(happening.kind, took, heard.callIdSent),
      };
    }
  }
}

function happeningOf(heard: PopupRequest | CallBack): Extract<Happening, { kind: 'offered' | 'ended' }> {
  const agentKey = heard.agent?.key ?? null;
  // A classic pop-up request has no stamp of its own, and nobody tells us when the counsellor answers.
  if (heard.kind === 'popup_request') return { kind: 'offered', agentKey, stale: false, reportsAnswer: false };
  const { status, talkSeconds, startedAt, endedAt, recordingUrl } = heard;
  return { kind: 'ended', agentKey, report: { status, talkSeconds, startedAt, endedAt, recordingUrl } };
}
