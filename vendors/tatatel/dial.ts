import type { Dialled, DialRequest, RefusedReason } from '../adapter.ts';
import { isObject, type Json } from '../json.ts';
import type { UnreachableReason } from '../unreachable.ts';
import type { Failure } from './answer.ts';
import type { TatatelApi } from './api.ts';

/** Refused for good: the same request would be refused again. */
const REFUSED: Readonly<Partial<Record<Failure['reason'], RefusedReason>>> = {
  token_refused: 'credentials_refused',
  credentials_refused: 'credentials_refused',
  address_refused: 'address_refused',
  request_refused: 'request_refused',
};

/** Nothing of the request can have arrived (product 4: 429, or a connection never made). */
const NOT_TAKEN: ReadonlySet<UnreachableReason> = new Set(['not_connected', 'rate_limited']);

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
  if (answer.ok) return { result: 'accepted', callId: idIn(answer.json, 'call_id'), vendorRef: idIn(answer.json, 'ref_id') };
  const refused = REFUSED[answer.reason];
  if (refused !== undefined) return { result: 'refused', reason: refused };
  // What is left of the words after the refusals is the shared list.
  const reason = answer.reason as UnreachableReason;
  if (answer.unsent || NOT_TAKEN.has(reason)) return { result: 'not_taken', reason, retryAt: answer.retryAt };
  return { result: 'unclear', reason };
}

/** Ids come or don't (vendors.md 1.2), at times as a number, at times empty. */
function idIn(json: Json, name: string): string | null {
  const value = isObject(json) ? json[name] : undefined;
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  return text === '' || text.startsWith('$') ? null : text.slice(0, 200);
}

/** Ends a live call; the API takes only ids of calls that are on now. */
export async function hangUp(api: TatatelApi, callId: string, signal?: AbortSignal): Promise<boolean> {
  return (await api.post('/v1/call/hangup', { call_id: callId }, signal && { signal })).ok;
}
