import { DateTime } from 'luxon';
import type { EpochMs } from '../../domain/ids.ts';

const zone = 'Asia/Kolkata';

/** IST wall clock, as the system writes all its stamps. */
export const stamp = (at: EpochMs): string => DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM-dd HH:mm:ss');

/** How an account writes numbers: "+919876500011" or "9876500011"; one call may use both. */
export type NumberStyle = 'e164' | 'bare';

/** Numbers are given as E.164. */
export interface LiveCall {
  readonly callId: string;
  readonly direction: 'inbound' | 'outbound';
  readonly customer: string;
  readonly agent: string;
  readonly did: string;
  readonly state: 'Ringing' | 'Answered';
  readonly startedAt: EpochMs;
}

export interface ExchangeRecord {
  readonly callId: string;
  readonly direction: 'inbound' | 'outbound';
  readonly customer: string;
  readonly did: string;
  readonly status: 'answered' | 'missed';
  /** A phone number, or an extension ("Extension-0602…"); empty when nobody took it. */
  readonly agent: string;
  readonly missedAgents?: readonly { readonly id: string; readonly name: string; readonly number: string }[];
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs;
  /** Talk; 0 unless answered. */
  readonly answeredSeconds: number;
  /** cancel, noanswer, busy, rejected… */
  readonly reason?: string;
  readonly recordingUrl?: string;
  readonly style?: NumberStyle;
  /** A record appears some seconds after its call has left the live list. */
  readonly appearsAt?: EpochMs;
}

const bare = (number: string): string => number.replace(/^\+91/, '');
const written = (number: string, style: NumberStyle): string => (style === 'e164' ? number : bare(number));

const clock = (seconds: number): string =>
  [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');

/** A row of `GET /v1/live_calls`: the direction a number, one customer in three formats. */
export const liveRow = (call: LiveCall, id: number, now: EpochMs): object => {
  const inbound = call.direction === 'inbound';
  return {
    id,
    user_id: 90_001,
    client_id: null,
    call_id: call.callId,
    direction: inbound ? 1 : 2,
    source: inbound ? call.customer : call.agent,
    type: inbound ? 'inbound' : 'click-to-call',
    did: call.did.replace('+', ''),
    multiple_destination_type: inbound ? 'agent' : 'c2c',
    multiple_destination_name: `PJSIP/${inbound ? call.agent : call.customer}`,
    destination: inbound ? bare(call.agent) : `0${bare(call.customer)},09691${bare(call.customer)}`,
    state: call.state,
    queue_state: null,
    channel_id: `${call.callId}1`,
    created_at: stamp(call.startedAt),
    sip_domain: 'sip.example',
    broadcast_id: null,
    broadcast_no: null,
    call_time: clock(Math.max(0, Math.floor((now - call.startedAt) / 1000))),
    agent_name: 'Agent',
    customer_number: `0${bare(call.customer)}`,
  };
};

/** A result of `GET /v1/call/records`: start split into date and time, the customer always `client_number`. */
export const recordRow = (record: ExchangeRecord, id: string): object => {
  const style = record.style ?? 'e164';
  const [date, time] = stamp(record.startedAt).split(' ');
  const duration = Math.max(0, Math.floor((record.endedAt - record.startedAt) / 1000));
  return {
    id,
    call_id: record.callId,
    uuid: id.slice(0, 13),
    direction: record.direction,
    description: record.status === 'answered' ? 'Call answered' : 'Call missed',
    detailed_description: null,
    status: record.status,
    blocked_number_id: null,
    recording_url: record.recordingUrl ?? null,
    service: 'API',
    date,
    time,
    end_stamp: stamp(record.endedAt),
    call_duration: duration,
    total_call_duration: duration,
    answered_seconds: record.answeredSeconds,
    minutes_consumed: Math.ceil(record.answeredSeconds / 60),
    charges: 0,
    agent_name: record.agent === '' ? '' : 'Agent',
    agent_number: record.agent.startsWith('+') ? written(record.agent, style) : record.agent,
    agent_number_with_prefix: record.agent,
    client_number: written(record.customer, style),
    did_number: written(record.did, style),
    reason: record.reason ?? null,
    hangup_cause: 'Normal clearing',
    notes: null,
    contact_details: null,
    missed_agents: (record.missedAgents ?? []).map((agent) => ({ ...agent, agent_number: agent.number })),
    call_flow: [],
    call_hint: record.direction === 'inbound' ? 'inbound' : 'dialer',
    agent_ring_time: 6,
    billing_circle: null,
    custom_status: null,
    dialer_call_details: null,
    lead_id: null,
  };
};
