import { startJsonApi, type ApiAnswer, type ApiRequest } from '../exchange/json-api.ts';
import type { ApiOptions, ExchangeCall, VendorApi } from '../exchange/vendor-api.ts';
import { bare } from '../telling/numbers.ts';
import { clock, naiveUtc } from '../telling/stamps.ts';

const KEY = 'myoperator-api-key';
const TOKEN = 'myoperator-secret-token';
const said = (status: number, details: string, more: object = {}): ApiAnswer => ({
  status,
  body: { details, status: status === 200 ? 'success' : 'error', code: String(status), ...more },
});

/** MyOperator's: click to call, the log, links to recordings (vendors.md 3.1, 3.2). Codes are texts. */
export async function startMyoperatorApi(options: ApiOptions): Promise<VendorApi> {
  return await startJsonApi({
    vendor: 'myoperator',
    options,
    account: (url) => ({
      authenticationKey: KEY,
      vendorSettings: {
        apiUrl: url,
        logsUrl: url,
        companyId: '5cd40f65xxxxxxxx',
        secretToken: TOKEN,
        publicIvrId: '5cd40f65iiiiiiii',
      },
    }),
    refusal: ({ path }) =>
      path === '/obd-api-v1'
        ? { status: 200, body: { details: 'invalid public_ivr_id', status: 'error', code: '403' } }
        : null,
    answer: (asked, { board, url, place }) => {
      switch (asked.path) {
        case '/obd-api-v1': {
          const refused = whyRefused(asked);
          if (refused !== null) return said(403, refused);
          const callId = `n2.${Math.floor(Date.now() / 1000)}.${900_000 + board.nextPlace()}`;
          place({ reference: asked.fields['reference_id'] ?? null, callId });
          return said(200, 'Request accepted successfully', { unique_id: callId });
        }
        case '/search':
          return asked.fields['token'] === TOKEN
            ? search(asked, board.between(seconds(asked, 'from'), seconds(asked, 'to')))
            : said(401, 'invalid token');
        case '/recordings/link':
          return {
            status: 200,
            body: { status: 'success', code: '200', url: `${url}/recordings/${asked.fields['file'] ?? ''}` },
          };
        case '/user':
          return said(200, 'updated');
        default:
          return null;
      }
    },
  });
}

const seconds = ({ fields }: ApiRequest, name: string): number => Number(fields[name] ?? 0) * 1000;

/** Bare numbers fail, and so does naming the agent twice. */
function whyRefused({ fields, headers }: ApiRequest): string | null {
  if (headers['x-api-key'] !== KEY || fields['secret_token'] !== TOKEN) return 'Forbidden';
  if (!/^\+91\d{10}$/.test(fields['number'] ?? '')) return 'invalid number';
  const named = ['user_id', 'number_2'].filter((name) => name in fields).length;
  return named === 1 ? null : 'user_id or number_2';
}

function search({ fields }: ApiRequest, calls: readonly ExchangeCall[]): ApiAnswer {
  const offset = Number(fields['log_from'] ?? 0);
  const size = Math.min(100, Number(fields['page_size'] ?? 20));
  const hits = calls.slice(offset, offset + size).map((call) => ({ _source: sourceOf(call) }));
  return { status: 200, body: { status: 'success', code: '200', data: { total: calls.length, hits } } };
}

/** One entry of the log: `caller_number` is the student both ways, who was rung is named and has an e-mail address. */
function sourceOf({ call, callId, beganAt, script, counsellor }: ExchangeCall): object {
  const epoch = Math.floor(beganAt / 1000);
  const isAnswered = script.talks.length > 0;
  const dialled = call.kind !== 'inbound';
  return {
    user_id: `${callId}-log`,
    caller_number: call.student.number,
    caller_number_raw: bare(call.student.number),
    start_time: epoch,
    end_time: epoch + script.ends,
    duration: clock(script.ends),
    event: dialled ? 2 : 1,
    status: isAnswered ? 1 : script.outcome === 'voicemail' ? 3 : 2,
    ...(isAnswered && {
      filename: `${encodeURIComponent(callId)}.wav`,
      fileurl: 'https://app.myoperator.co/audio/player',
    }),
    department_name: 'sales',
    log_details: script.rings.map((ring) => {
      const talk = script.talks.find(({ agent }) => agent === ring.agent);
      const picked = talk !== undefined || (dialled && script.outcome !== 'agent_no_answer');
      const { ref, name } = counsellor(ring.agent);
      return {
        _rst: naiveUtc(beganAt + ring.from * 1000),
        _ds: picked ? 'ANSWER' : 'NOANSWER',
        _did: call.did.number,
        action: picked ? 'received' : 'missed',
        duration: clock(talk === undefined ? 0 : talk.to - talk.from),
        received_by: [{ name, email: emailOf(ref) }],
      };
    }),
    additional_parameters: [{ ky: 'ui', vl: callId }],
  };
}

/** By which the log names somebody; entered beside their number, as whoever sets MyOperator up is told. */
export const emailOf = (ref: string): string => `${ref}@desk.test`;
