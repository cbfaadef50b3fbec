import type { Fields } from '../../vendors/classic/fields.ts';
import type { NativeHeard } from '../../vendors/native.ts';
import { myoperatorEndpoints } from '../../vendors/myoperator/endpoints.ts';

const receivedAt = Date.UTC(2026, 0, 10, 8);
const context = { country: 'IN', zone: 'Asia/Kolkata', receivedAt, vendorSettings: {} };

export type HeardEvent = Extract<NativeHeard, { kind: 'event' }>;

/** What an endpoint of MyOperator's reads of a request. */
export function heard(name: string, fields: Fields): NativeHeard {
  const endpoint = myoperatorEndpoints.find((one) => one.name === name);
  if (endpoint === undefined) throw new Error('no such endpoint');
  return endpoint.read({ method: 'POST', fields }, context);
}

export function event(name: string, fields: Fields): HeardEvent {
  const read = heard(name, fields);
  if (read.kind !== 'event') throw new Error(`not an event but ${read.kind}`);
  return read;
}

/** In-Call, as recorded, with ids made up. */
export const inCall = {
  id: '5f25296cxxxxxxxx',
  uid: 'n2.1767000949.2175777',
  reference_id: 'fd771ed0-0000-11ea-935a-000000000000',
  company_id: '5cd40f65xxxxxxxx',
  clid_raw: '919876500042',
  clid: '9876500042',
  rdnis: 'unknown',
  call_state: '1',
  event: '2',
  status: null,
  users: ['919000000021'],
  created: '2025-12-29 09:35:56',
  call_time: '2025-12-29 09:35:56',
  public_ivr_id: '5ee9a795zzzzzzzz',
  client_ref_id: 'crm-000321',
  job_id: null,
};

export const agentOne = {
  _id: '5cd40f65vvvvvvvv',
  _na: 'Agent One',
  _em: 'agent.one@example.com',
  _ex: '10',
  _ct: '9000000021',
  _nr: '+919000000021',
};
export const agentTwo = { _id: '5cd40f65uuuuuuuu', _na: 'Agent Two', _ct: '9000000022', _nr: '+919000000022' };
export const start = 1767000929;

/** After Call of an answered call, as recorded. */
export const afterCall = {
  _ai: '5f114f49xxxxxxxx',
  _cr: '9876500043',
  _cl: '+919876500043',
  _st: start,
  _et: start + 39,
  _dr: '00:00:39',
  _ev: 1,
  _fn: 'a1b2.mp3',
  _fu: 'http:\\/\\/app.myoperator.co\\/audio\\/a1b2',
  _su: 1,
  _pm: [
    { ky: 'ui', vl: 'd5.1767000927.2496777' },
    { ky: 'is', vl: '0' },
  ],
  _ld: [
    {
      _rst: '2025-12-29 09:35:28',
      _ds: 'ANSWER',
      _did: '8065000041',
      _rr: [agentOne],
      _su: '1',
      _st: start + 30,
      _et: start + 39,
      _dr: '00:00:09',
      _ac: 'received',
    },
  ],
  _tc: [{ ye: '5cd40f65vvvvvvvv', yf: 9 }],
  _cri: '',
};

export const leg = (agent: object, ac: 'received' | 'missed', ds: string, from: number, to: number) =>
  ({
    _ds: ds,
    _did: '8065000041',
    _rr: [agent],
    _su: ac === 'received' ? '1' : '2',
    _st: start + from,
    _et: start + to,
    _dr: `00:00:${String(to - from).padStart(2, '0')}`,
    _ac: ac,
  }) as unknown as Fields;

/** call.end of a hunt, as recorded, with stamps in all three spellings. */
export const ended = {
  company_id: '5cd40f65xxxxxxxx',
  event_id: '00000000-0000-4000-8000-0000000000a1',
  event_type: 'call.end',
  event_sequence: 3001,
  event_version: '1',
  timestamp: '2025-12-23T12:21:49.120Z',
  channel: 'call',
  direction: 'incoming',
  session_id: 's4.1766492465.1359',
  system_identifier: '8065000041',
  customer_identifier: '919876500046',
  payload: {
    id: 's4.1766492465.1359',
    did: '8065000041',
    direction: 'incoming',
    customer_number: '919876500046',
    status: 'bridged',
    started_at: '2025-12-23T12:21:05.779123456Z',
    ended_at: '2025-12-23T12:21:48.962+00:00',
    duration: 43,
    recording_filename: 'a1b2-v2.mp3',
    ref_id: '',
    client_ref_id: '',
    obd_campaign: null,
    legs: [
      {
        leg_index: 1,
        uid: 's4.1766492465.1359',
        type: 'customer',
        phone_number: '919876500046',
        result: 'connected',
        dial_status: '',
        ring_duration: 0,
        talk_duration: 43,
      },
      {
        leg_index: 2,
        uid: 's4.1766492490.1360',
        type: 'agent',
        phone_number: '919000000021',
        result: 'not_answered',
        dial_status: 'NO ANSWER',
        ring_duration: 9,
        talk_duration: 0,
      },
      {
        leg_index: 3,
        uid: 's4.1766492491.1361',
        type: 'agent',
        phone_number: '919000000022',
        result: 'answered',
        dial_status: 'ANSWER',
        ring_duration: 9,
        talk_duration: 6,
      },
    ],
  },
};
