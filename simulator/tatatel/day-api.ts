import type { Script } from '../day/script.ts';
import { recordingPath } from '../exchange/recordings.ts';
import type { ApiOptions, ExchangeCall, VendorApi } from '../exchange/vendor-api.ts';
import type { Fault } from './faults.ts';
import type { ExchangeRecord, LiveCall } from './rows.ts';
import { startTatatelExchange } from './server.ts';

const FAULTS: Readonly<Record<'out' | 'too_many' | 'token_expired' | 'refused_with_200', Fault>> = {
  out: 'server_error',
  too_many: 'too_many_requests',
  token_expired: 'token_expired',
  refused_with_200: 'failure_with_200',
};

/** Where each fault is what it says: a log-in shows no token, and elsewhere a refusal would be one of the credentials. */
const befalls = (fault: keyof typeof FAULTS, path: string): boolean => {
  if (fault === 'refused_with_200') return path === '/v1/click_to_call';
  return fault !== 'token_expired' || path !== '/v1/auth/login';
};

/** How long a client that asked too much has to wait: the exchange's own clock is fast. */
const WAIT_MS = 2000;

/** Smartflo's API in a day's play: a call is live until it ends, then its record is there. */
export async function startTatatelApi({ trouble, ignoresFilters }: ApiOptions): Promise<VendorApi> {
  const { exchange, url, stop } = await startTatatelExchange({
    customerFilters: ignoresFilters ? 'ignored' : 'return_nothing',
    chooseFault: ({ path }) => {
      const wanted = trouble.next(path);
      if (wanted === null || !befalls(wanted, path)) return null;
      exchange.retryAt = Date.now() + WAIT_MS;
      return FAULTS[wanted];
    },
    withholdsId: trouble.withholdsIds,
  });
  const { email, password } = exchange.options;
  const api: VendorApi = {
    vendor: 'tatatel',
    account: { vendorSettings: { apiUrl: url, email, password } },
    recordingUrl: (callId) => url + recordingPath(callId),
    began: (call) => exchange.addLiveCall(liveCall(call)),
    ended: (call) => exchange.endCall(call.callId, recordOf(call, url + recordingPath(call.callId))),
    onPlaced: () => undefined,
    stop,
  };
  exchange.beforeAnswer = async ({ customIdentifier, callId }) => {
    api.onPlaced({ reference: customIdentifier, callId });
    return Promise.resolve();
  };
  return api;
}

const directionOf = ({ direction }: Script): 'inbound' | 'outbound' =>
  direction === 'inbound' ? 'inbound' : 'outbound';

function liveCall({ call, callId, beganAt, script, counsellor }: ExchangeCall): LiveCall {
  const agent = script.rings[0]?.agent;
  return {
    callId,
    direction: directionOf(script),
    customer: call.student.number,
    agent: agent === undefined ? '' : counsellor(agent).phone,
    did: call.did.number,
    state: 'Answered',
    startedAt: beganAt,
  };
}

const REASONS: Readonly<Record<Script['outcome'], string>> = {
  answered: 'disconnected_by_callee',
  missed: 'noanswer',
  abandoned: 'cancel',
  voicemail: 'noanswer',
  no_answer: 'noanswer',
  busy: 'busy',
  cancelled: 'cancel',
  agent_no_answer: 'noanswer',
};

function recordOf({ call, callId, beganAt, script, counsellor }: ExchangeCall, recordingUrl: string): ExchangeRecord {
  const last = script.talks.at(-1);
  const dialler = call.kind === 'inbound' || script.outcome === 'agent_no_answer' ? undefined : script.rings[0]?.agent;
  const agent = last?.agent ?? dialler;
  const inVain = script.rings
    .filter((ring) => ring.result === 'missed' && ring.agent !== agent)
    .map((ring) => counsellor(ring.agent));
  return {
    callId,
    direction: directionOf(script),
    customer: call.student.number,
    did: call.did.number,
    status: last === undefined ? 'missed' : 'answered',
    agent: agent === undefined ? '' : counsellor(agent).phone,
    missedAgents: inVain.map(({ ref, name, phone }) => ({ id: `05${ref.slice(1)}`, name, number: phone })),
    startedAt: beganAt,
    endedAt: beganAt + script.ends * 1000,
    answeredSeconds: script.talks.reduce((sum, { from, to }) => sum + to - from, 0),
    reason: REASONS[script.outcome],
    ...(script.talks.length > 0 && { recordingUrl }),
  };
}
