import type { IncomingMessage, ServerResponse } from 'node:http';
import { DateTime } from 'luxon';
import { startJsonApi, type ApiAnswer, type ApiRequest } from '../exchange/json-api.ts';
import type { ApiOptions, ExchangeCall, VendorApi } from '../exchange/vendor-api.ts';
import type { Fields } from '../telling/message.ts';

const AUTHORIZATION = '00000000-0000-4000-8000-00000000c0de';
const ACCESS_KEY = 'knowlarity-access-key';
const STREAM_KEY = 'knowlarity-stream-key';
const SR_NUMBER = '+918790000001';

/** Knowlarity's: makecall, the call log, and the event stream of the whole account (vendors.md 4.1 to 4.3). */
export async function startKnowlarityApi(options: ApiOptions): Promise<VendorApi> {
  const listeners = new Set<ServerResponse>();
  const stream = (request: IncomingMessage, path: string, response: ServerResponse): boolean => {
    if (path !== `/update-stream/${STREAM_KEY}/konnect`) return false;
    if (options.trouble.next(path) === 'out') {
      response.writeHead(503).end();
      return true;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    listeners.add(response);
    request.on('close', () => listeners.delete(response));
    return true;
  };
  const api = await startJsonApi({
    vendor: 'knowlarity',
    options,
    stream,
    account: (url) => ({
      authenticationKey: AUTHORIZATION,
      vendorSettings: {
        apiUrl: url,
        accessKey: ACCESS_KEY,
        streamUrl: url,
        streamKey: STREAM_KEY,
        srNumber: SR_NUMBER,
      },
    }),
    answer: (asked, { board, url, place }) => {
      if (asked.path.startsWith('/api/v1/registrations'))
        return { status: 200, body: { message: 'Successfully registered.' } };
      if (asked.headers.authorization !== AUTHORIZATION || asked.headers['x-api-key'] !== ACCESS_KEY)
        return { status: 401, body: { error: { message: 'Unauthorized' } } };
      if (asked.path === '/Basic/v1/account/call/makecall') {
        const reference = uniqueId(asked.fields['additional_params'] ?? '');
        const callId = `00000000-0000-4000-8000-${String(board.nextPlace()).padStart(4, '0')}${Date.now().toString().slice(-8)}`;
        place({ reference, callId });
        return {
          status: 200,
          body: { success: { status: 'success', message: 'Call successfully placed', call_id: callId } },
        };
      }
      return asked.path === '/Basic/v1/account/calllog' ? callLog(asked, board.over, url) : null;
    },
  });
  return {
    ...api,
    get onPlaced() {
      return api.onPlaced;
    },
    set onPlaced(listener) {
      api.onPlaced = listener;
    },
    push: (fields: Fields) => {
      for (const listener of listeners) listener.write(`data: ${JSON.stringify(fields)}\n\n`);
      return listeners.size > 0;
    },
  };
}

function uniqueId(text: string): string | null {
  const read: unknown = text === '' ? null : JSON.parse(text);
  return typeof read === 'object' && read !== null && 'uniqueid' in read ? String(read.uniqueid) : null;
}

function callLog({ fields }: ApiRequest, calls: readonly ExchangeCall[], url: string): ApiAnswer {
  const moment = (name: string): number => DateTime.fromFormat(fields[name] ?? '', 'yyyy-MM-dd HH:mm:ssZZ').toMillis();
  const [from, to] = [moment('start_time'), moment('end_time')];
  const within = calls.filter(({ beganAt }) => beganAt >= from && beganAt <= to);
  const [offset, limit] = [Number(fields['offset'] ?? 0), Number(fields['limit'] ?? 500)];
  const objects = within.slice(offset, offset + limit).map((call) => objectOf(call, url));
  return {
    status: 200,
    body: { meta: { limit, next: null, offset, previous: null, total_count: within.length }, objects },
  };
}

/** `call_duration` is the talk; `agent_number` holds a text where nobody took it. */
function objectOf({ call, callId, beganAt, script, counsellor }: ExchangeCall, url: string): object {
  const isAnswered = script.talks.length > 0;
  const unpicked = script.outcome === 'agent_no_answer';
  const agent = script.talks.at(-1)?.agent ?? (unpicked ? undefined : script.rings.at(-1)?.agent);
  return {
    uuid: callId,
    customer_number: call.student.number,
    agent_number: agent === undefined ? 'Call Missed' : counsellor(agent).phone,
    knowlarity_number: call.did.number,
    start_time: DateTime.fromMillis(beganAt, { zone: 'Asia/Kolkata' }).toFormat('yyyy-MM-dd HH:mm:ssZZ'),
    call_duration: script.talks.reduce((sum, { from, to }) => sum + to - from, 0),
    business_call_type: call.kind === 'inbound' ? (isAnswered ? 'Call Group' : 'Missed Call') : 'Outbound',
    call_recording: isAnswered ? `${url}/recordings/${encodeURIComponent(callId)}.wav` : '',
  };
}
