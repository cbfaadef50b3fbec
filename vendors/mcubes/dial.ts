import { createHash } from 'node:crypto';
import { phoneKey } from '../../domain/numbers/phone.ts';
import type { Dialled, DialRequest, VendorTools } from '../adapter.ts';
import { askInTurn, failure, type Failure, type Said, type TurnRequest } from '../ask-in-turn.ts';
import { field } from '../classic/fields.ts';
import { dialFailure, idFrom } from '../dial-failure.ts';
import { isObject, readJson, type JsonObject } from '../json.ts';
import { baseOf, type McubesSettings } from './settings.ts';

export interface McubesAccount {
  /** The API key, or the soft phone's token. */
  readonly key: string;
  readonly settings: McubesSettings;
  readonly country: string;
  readonly tools: VendorTools;
}

/** No limit is published; a burst of clicks is a burst of requests at one gateway. */
const gapMs = 100;

const successes = new Set(['succ', 'success', 'true', '1', 'ok']);
const credentialTexts =
  /unauthori[sz]ed|(?:invalid|wrong|expired|missing).*(?:key|token|auth)|(?:key|token|auth\w*).*(?:invalid|wrong|expired|missing|mismatch)/i;

/** Ten digits without country code, as the vendor wants them; a number of another country keeps its code. */
const national = (text: string, country: string): string => {
  const key = phoneKey(text, country);
  return key === null ? text.trim() : key.replace(/^\+91(?=\d{10}$)/, '').replace(/^\+/, '');
};

/** One request of an account's, in its turn. */
export const send = async ({ key, settings, tools }: McubesAccount, request: TurnRequest): Promise<Said | Failure> => {
  const session = tools.sessions.of(
    createHash('sha256')
      .update(JSON.stringify(['mcubes', baseOf(settings), key]))
      .digest('hex'),
  );
  return await askInTurn({ tools, session, gapMs }, request);
};

/**
 * What the API said. A failure comes with status 200; older systems answer with a bare `0` (do not disturb) or `2` (no
 * credit), and with `1` for a call that is being dialled.
 */
export const readAnswer = ({ status, text }: Said): { readonly ok: true; readonly body: JsonObject } | Failure => {
  const json = readJson(text);
  if (isObject(json)) {
    const word = field(json, 'status').text?.toLowerCase() ?? '';
    const message = [field(json, 'msg').text, field(json, 'message').text].join(' ');
    if (status < 300 && successes.has(word)) return { ok: true, body: json };
    return failure(
      status === 401 || status === 403 || credentialTexts.test(message) ? 'credentials_refused' : 'request_refused',
    );
  }
  const bare = text.trim();
  if (status < 300 && bare === '1') return { ok: true, body: {} };
  if (status === 401 || status === 403) return failure('credentials_refused');
  return failure(/^[02-5]$/.test(bare) || status >= 400 ? 'request_refused' : 'answer_unreadable');
};

const softphone = (
  { key, settings, country }: McubesAccount,
  { agentNumber, number, reference, url }: DialRequest,
  did: string | null,
): TurnRequest => ({
  method: 'POST',
  url: new URL(url ?? `${baseOf(settings)}/Restmcube-api/outbound-calls`),
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    HTTP_AUTHORIZATION: key,
    exenumber: national(agentNumber, country),
    custnumber: national(number, country),
    // The address that is set up at the vendor.
    refurl: 1,
    refid: reference,
    ...(did === null ? {} : { did: national(did, country) }),
  }),
});

const classic = (
  { key, settings, country }: McubesAccount,
  { agentNumber, number, reference, url }: DialRequest,
  did: string | null,
): TurnRequest => {
  const address = new URL(url ?? `${baseOf(settings)}/api/outboundcall`);
  const fields = {
    apikey: key,
    exenumber: national(agentNumber, country),
    custnumber: national(number, country),
    refid: reference,
    ...(did === null ? {} : { did: national(did, country) }),
  };
  for (const [name, value] of Object.entries(fields)) address.searchParams.set(name, value);
  return { method: 'GET', url: address };
};

/** Rings the counsellor, then the student (vendors.md 5.1). `refid` is ours and comes back with every push. */
export const dial = async (account: McubesAccount, request: DialRequest, signal?: AbortSignal): Promise<Dialled> => {
  const did = request.callerId ?? account.settings.did;
  const asked = (account.settings.mode === 'softphone' ? softphone : classic)(account, request, did);
  const limits = { ...(signal && { signal }), ...(request.notAfter !== undefined && { notAfter: request.notAfter }) };
  const said = await send(account, { ...asked, ...limits });
  const answer = said.ok ? readAnswer(said) : said;
  if (!answer.ok) return dialFailure(answer);
  return { result: 'accepted', callId: idFrom(answer.body['callid']), vendorRef: null };
};
