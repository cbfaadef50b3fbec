import { phoneKey } from '../../domain/numbers/phone.ts';
import type { Dialled, DialRequest } from '../adapter.ts';
import { failure } from '../ask-in-turn.ts';
import { dialFailure, idFrom } from '../dial-failure.ts';
import { isObject } from '../json.ts';
import type { KnowlarityApi } from './api.ts';
import type { KnowlaritySettings } from './settings.ts';
import { readUuid } from './words.ts';

/** Rings the counsellor, then the student (vendors.md 4.1). Every number has its plus; our reference goes with it as a parameter. */
export const dial = async (
  {
    api,
    settings,
    country,
  }: { readonly api: KnowlarityApi; readonly settings: KnowlaritySettings; readonly country: string },
  { agentNumber, number, callerId, reference, url, notAfter }: DialRequest,
  signal?: AbortSignal,
): Promise<Dialled> => {
  const { srNumber } = settings;
  if (srNumber === null || srNumber === '') return dialFailure(failure('credentials_refused'));
  const whole = (text: string): string => phoneKey(text, country) ?? text.trim();
  const shown = callerId ?? settings.callerId;
  const answer = await api.ask(url ?? '/v1/account/call/makecall', {
    method: 'POST',
    body: JSON.stringify({
      k_number: whole(srNumber),
      agent_number: whole(agentNumber),
      customer_number: number,
      ...(shown === null ? {} : { caller_id: whole(shown) }),
      additional_params: { uniqueid: reference },
    }),
    ...(signal && { signal }),
    ...(notAfter !== undefined && { notAfter }),
  });
  if (!answer.ok) return dialFailure(answer);
  const success = answer.json['success'];
  if (!isObject(success)) return dialFailure(failure('answer_unreadable'));
  return { result: 'accepted', callId: readUuid(idFrom(success['call_id'])), vendorRef: null };
};
