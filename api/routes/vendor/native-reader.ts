import { callOf, happeningOf } from '../../../calls/native-event.ts';
import type { TakenIn } from '../../../calls/take-in.ts';
import type { Fields } from '../../../vendors/classic/fields.ts';
import { NOBODY, type NativeAnswer, type NativeEndpoint } from '../../../vendors/native.ts';
import type { VendorAnswer } from './answers.ts';
import type { Reader, Sent, Told } from './told.ts';

/** Reads requests of a vendor's own endpoint, and answers them as that vendor documents (contract 2). */
export function nativeReader(endpoint: NativeEndpoint): Reader {
  return (sent) => ({ ok: true, told: toldBy(endpoint, sent) });
}

/** The answer "nobody" of an endpoint that is asked whom to ring; null of one that is not. */
export function nobodyIn({ answerRouting }: NativeEndpoint, outcome: string): VendorAnswer | null {
  return answerRouting === undefined ? null : answered(answerRouting(NOBODY), outcome);
}

/** Whether a request asks whom to ring: one endpoint may get questions and events. It depends on nothing but its fields. */
export function asksIn({ read }: NativeEndpoint, fields: Fields): boolean {
  const unknown = { country: 'IN', zone: 'UTC', receivedAt: 0, vendorSettings: {} };
  return read({ method: 'GET', fields }, unknown).kind === 'routing_question';
}

function answered({ httpStatus, body }: NativeAnswer, outcome: string): VendorAnswer {
  return { httpStatus, body, outcome };
}

function toldBy(endpoint: NativeEndpoint, { method, fields, institute, account, receivedAt }: Sent): Told {
  const { vendorSettings, settings } = account;
  const { country, timeZone: zone } = institute;
  const heard = endpoint.read(
    { method: method === 'GET' ? 'GET' : 'POST', fields },
    { country, zone, receivedAt, vendorSettings },
  );
  if (heard.kind === 'ignored')
    return { kind: 'ignored', answer: answered(endpoint.answerEvent(), `ignored_${heard.reason}`) };
  const call = callOf(heard.said);
  if (heard.kind === 'event') {
    const [first, ...others] = heard.happenings.map((happening) => happeningOf(happening, settings.times, receivedAt));
    if (first === undefined)
      return { kind: 'ignored', answer: answered(endpoint.answerEvent(), 'ignored_says_nothing') };
    const answer = (took: TakenIn) => answered(endpoint.answerEvent(), outcomeOf(took));
    return { kind: 'event', call, happenings: [first, ...others], answer };
  }
  const { ringSeconds, talkSeconds } = settings.times;
  const { answerRouting = () => endpoint.answerEvent() } = endpoint;
  return {
    kind: 'routing_question',
    call,
    answer: ({ numbers, ring }) =>
      answered(
        answerRouting({ numbers, ring, ringSeconds, talkSeconds, vendorSettings }),
        numbers.length === 0 ? 'routed_to_nobody' : 'routed',
      ),
    nobody: (outcome) => answered(answerRouting(NOBODY), outcome),
  };
}

function outcomeOf(took: TakenIn): string {
  switch (took.result) {
    case 'refused':
      return 'inbound_disabled';
    case 'unplaced':
      return 'ignored_no_such_call';
    default:
      return took.result === 'taken' && took.agentUnknown ? 'agent_unknown' : took.result;
  }
}
