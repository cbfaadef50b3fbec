import { startJsonApi, type ApiAnswer, type ApiRequest } from '../exchange/json-api.ts';
import type { ApiOptions, ExchangeCall, VendorApi } from '../exchange/vendor-api.ts';
import { bare } from '../telling/numbers.ts';
import { indian } from '../telling/stamps.ts';

const SID = 'exampleacct';
const KEY = 'exotel-key';
const TOKEN = 'exotel-token';
const BASE = `/v1/Accounts/${SID}/Calls`;

/** Exotel's: a call's details, by its id or of a window (vendors.md 2.3). */
export async function startExotelApi(options: ApiOptions): Promise<VendorApi> {
  const authorization = `Basic ${Buffer.from(`${KEY}:${TOKEN}`).toString('base64')}`;
  return await startJsonApi({
    vendor: 'exotel',
    options,
    account: (url) => ({ authenticationKey: TOKEN, vendorSettings: { apiUrl: url, accountSid: SID, apiKey: KEY } }),
    answer: (asked, { board, url }) => {
      if (asked.headers.authorization !== authorization)
        return { status: 401, body: { RestException: { Status: 401, Message: 'Authenticate' } } };
      if (asked.path === `${BASE}.json`) return page(asked, board.over, url);
      const [, sid = ''] = new RegExp(`^${BASE}/([^/]+)\\.json$`).exec(asked.path) ?? [];
      const live = board.live.get(sid);
      const over = board.over.find(({ callId }) => callId === sid);
      if (live !== undefined) return { status: 200, body: { Call: details(live, url, true) } };
      return over === undefined
        ? { status: 404, body: { RestException: { Status: 404, Message: 'No such call' } } }
        : { status: 200, body: { Call: details(over, url, false) } };
    },
  });
}

function page({ fields }: ApiRequest, calls: readonly ExchangeCall[], url: string): ApiAnswer {
  const [, from = '', to = ''] = /^gte:(.*);lte:(.*)$/.exec(fields['DateCreated'] ?? '') ?? [];
  const within = calls
    .filter(({ beganAt }) => indian(beganAt) >= from && (to === '' || indian(beganAt) <= to))
    .toReversed();
  const [offset, size] = [Number(fields['Offset'] ?? 0), Number(fields['PageSize'] ?? 50)];
  const isMore = within.length > offset + size;
  const query = new URLSearchParams({ ...fields, Offset: String(offset + size) }).toString();
  return {
    status: 200,
    body: {
      Metadata: { Total: within.length, PageSize: size, NextPageUri: isMore ? `${BASE}.json?${query}` : null },
      Calls: within.slice(offset, offset + size).map((call) => details(call, url, false)),
    },
  };
}

const STATUSES: Readonly<Record<string, string>> = {
  answered: 'completed',
  missed: 'no-answer',
  no_answer: 'no-answer',
  busy: 'busy',
  cancelled: 'canceled',
};

function details({ call, callId, beganAt, script, counsellor }: ExchangeCall, url: string, isLive: boolean): object {
  const inbound = call.kind === 'inbound';
  const agent = script.talks.at(-1)?.agent ?? script.rings.at(-1)?.agent;
  const line = agent === undefined ? null : `0${bare(counsellor(agent).phone)}`;
  const [student, did] = [`0${bare(call.student.number)}`, `0${bare(call.did.number)}`];
  const isAnswered = script.talks.length > 0;
  return {
    Sid: callId,
    ParentCallSid: null,
    AccountSid: SID,
    From: inbound ? student : line,
    To: inbound ? (line ?? did) : student,
    PhoneNumberSid: did,
    Status: isLive ? 'in-progress' : (STATUSES[script.outcome] ?? 'completed'),
    StartTime: indian(beganAt),
    EndTime: isLive ? null : indian(beganAt + script.ends * 1000),
    Duration: isLive ? null : script.ends,
    Price: null,
    Direction: inbound ? 'inbound' : 'outbound-api',
    RecordingUrl: isAnswered && !isLive ? `${url}/recordings/${encodeURIComponent(callId)}.wav` : null,
    Details: { ConversationDuration: isLive ? null : script.talks.reduce((sum, { from, to }) => sum + to - from, 0) },
  };
}
