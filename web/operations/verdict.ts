import type { Call } from '../api/contract.ts';
import { standing } from '../words/call.ts';
import { duration, type Clock } from '../words/time.ts';
import type { Explanation } from './contract.ts';

type Offer = Call['offers'][number];

const RESULTS: Readonly<Record<Offer['result'], string>> = {
  ringing: 'Ringing',
  answered: 'Answered',
  missed: 'Did not answer',
  answered_elsewhere: 'A colleague answered',
  cancelled: 'Stopped',
};

export const resultWord = ({ result }: Offer): string => RESULTS[result];

/** How long one counsellor was rung, in seconds; null while they are, and where no ring of theirs was told. */
export function rungFor({ at, endedAt }: Offer): number | null {
  const seconds = endedAt === null ? 0 : Math.round((Date.parse(endedAt) - Date.parse(at)) / 1000);
  return seconds > 0 ? seconds : null;
}

const rung = (offer: Offer): string => {
  const seconds = rungFor(offer);
  return seconds === null ? offer.counsellor.name : `${offer.counsellor.name} for ${duration(seconds)}`;
};

/** "Rung: Asha Rao for 20 s, then Bilal Khan." */
const rungWords = (offers: readonly Offer[]): string =>
  offers.length === 0
    ? 'No counsellor of ours is known to have been rung.'
    : `Rung: ${offers.map(rung).join(', then ')}.`;

function answeredWords({ counsellor, talkSeconds, offers }: Call): string {
  const who = counsellor?.name ?? 'Somebody who is no counsellor of ours';
  const talked = talkSeconds === null ? 'talked; nobody told for how long' : `talked for ${duration(talkSeconds)}`;
  const inVain = offers.filter(({ result, counsellor: { id } }) => result === 'missed' && id !== counsellor?.id);
  return `${who} ${talked}.${inVain.length === 0 ? '' : ` Rung before in vain: ${inVain.map(rung).join(', then ')}.`}`;
}

/** Until when the end of a call is waited for, and what then; null: it has not come so far that it could end. */
export function waitingWords(
  { state }: Call,
  waiting: Explanation['waiting'],
  { clock, now }: { readonly clock: Pick<Clock, 'when'>; readonly now: number },
): string | null {
  if (waiting === undefined || (state !== 'ringing' && state !== 'talking')) return null;
  const { askAt, giveUpAt } = waiting;
  if (askAt !== null)
    return Date.parse(askAt) > now
      ? `No end heard yet; without one the vendor’s records are asked at ${clock.when(askAt)}.`
      : 'No end heard yet; the vendor’s records are being asked.';
  return giveUpAt === null ? null : `No end heard yet; without one it closes by ${clock.when(giveUpAt)} at the latest.`;
}

/**
 * How a call went and why, in a sentence or two: who was rung, who talked, what stood in the way.
 *
 * @param waits of one that goes on: what is waited for
 */
export function verdict(call: Call, waits: string | null = null): string {
  const { outcome, offers, counsellor, reason } = call;
  switch (outcome) {
    case null:
      return `The call is still on: ${standing(call).toLowerCase()}.${waits === null ? '' : ` ${waits}`}`;
    case 'answered':
      return answeredWords(call);
    case 'missed':
      return `Nobody answered. ${rungWords(offers)}`;
    case 'abandoned':
      return 'The call ended before anybody was rung.';
    case 'voicemail':
      return `Nobody answered, and the student was led to the voicemail. ${rungWords(offers)}`;
    case 'busy':
      return 'The student’s line was busy.';
    case 'no_answer':
      return 'The student did not pick up.';
    case 'cancelled':
      return 'The call was ended before the student picked up.';
    case 'failed':
      return reason === undefined ? 'The call could not be placed.' : `The call was not placed: ${reason.text}`;
    case 'agent_no_answer':
      return `${counsellor?.name ?? 'The counsellor'} did not pick up their own phone, so the student was not rung.`;
    default:
      return `Nobody told how the call ended: no call details came, and the vendor’s records say nothing of it. ${rungWords(offers)}`;
  }
}

/** From what the record of a call was made. */
export function sourceWord({ source, outcome }: Call): string {
  if (source === 'reconciled') return 'The vendor’s own record, which we asked for';
  if (outcome === null) return 'What the vendor has sent so far';
  return outcome === 'unknown' ? 'What the vendor sent; no report came' : 'What the vendor sent';
}
