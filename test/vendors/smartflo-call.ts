import type { JsonObject } from '../../vendors/json.ts';
import type { Answer, Stage } from '../spine/stage.ts';
import { ist, somebody, type NativeLine } from './native-line.ts';

let calls = 0;
export const DID = '8047100100';

/** One inbound call as Smartflo tells it, each trigger in its own spelling (vendors.md 1.7). */
export function smartfloCall(stage: Stage, smartflo: NativeLine, student = somebody()) {
  calls += 1;
  const callId = `1790000000.${process.pid}${calls}`;
  const parties = { call_id: callId, caller_id_number: student, call_to_number: `91${DID}` };
  const send = async (fields: JsonObject) => await smartflo.post('events', { uuid: `${calls}`, ...parties, ...fields });
  return {
    callId,
    student,
    send,
    received: async () => await send({ start_stamp: ist(9), ivr_id: 81234, customer_no_with_prefix: `+91${student}` }),
    dials: async (agent: string) =>
      await send({ agent_number: `+91${agent}`, start_stamp: ist(8), 'customer_no_with_prefix ': `91${student}` }),
    answers: async (agent: string) =>
      await send({ answer_agent_number: `+91${agent}`, call_status: 'Answered', direction: 'inbound' }),
    ends: async (fields: JsonObject) =>
      await send({
        direction: 'inbound',
        start_stamp: ist(60),
        end_stamp: ist(0),
        duration: '60',
        billsec: '55',
        ref_id: '',
        recording_name: '$recording_name',
        ...fields,
      }),
    shown: async (fits?: (call: Answer['body']) => boolean) => await stage.call(callId, fits),
  };
}

/** An agent as hangups name them. */
export const agent = (number: string) => ({
  id: `050${number}`,
  name: 'An agent',
  number: `+91${number}`,
  agent_number: `+91${number}`,
});
