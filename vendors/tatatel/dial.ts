import type { Dialled, DialRequest } from '../adapter.ts';
import { dialFailure, idFrom } from '../dial-failure.ts';
import { isObject, type Json } from '../json.ts';
import type { TatatelApi } from './api.ts';

/** Rings the counsellor, then the student (vendors.md 1.2). `async` is obligatory, a leading plus is refused by the twin platform. */
export async function dial(
  api: TatatelApi,
  { agentNumber, number, callerId, reference, url, notAfter }: DialRequest,
  signal?: AbortSignal,
): Promise<Dialled> {
  const answer = await api.post(
    url ?? '/v1/click_to_call',
    {
      agent_number: agentNumber,
      destination_number: number.replace(/^\+/, ''),
      ...(callerId === null ? {} : { caller_id: callerId.replaceAll(/[+\s()-]/g, '') }),
      async: 1,
      custom_identifier: reference,
      get_call_id: 1,
    },
    { ...(signal && { signal }), ...(notAfter !== undefined && { notAfter }) },
  );
  if (answer.ok)
    return { result: 'accepted', callId: idIn(answer.json, 'call_id'), vendorRef: idIn(answer.json, 'ref_id') };
  return dialFailure(answer.reason === 'token_refused' ? { ...answer, reason: 'credentials_refused' } : answer);
}

/** Ids come or don't (vendors.md 1.2). */
function idIn(json: Json, name: string): string | null {
  return isObject(json) ? idFrom(json[name]) : null;
}

/** Ends a live call; the API takes only ids of calls that are on now. */
export async function hangUp(api: TatatelApi, callId: string, signal?: AbortSignal): Promise<boolean> {
  return (await api.post('/v1/call/hangup', { call_id: callId }, signal && { signal })).ok;
}
