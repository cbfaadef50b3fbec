import type { Fields } from '../classic/fields.ts';
import { classicRehearsal } from '../classic/rehearsal.ts';
import type { Rehearsal, RehearsedRequest } from '../rehearsal.ts';

const stamp = (at: number): string => new Date(at).toISOString();

/** MyOperator's webhooks v2 (vendors.md 3.4); whom to ring it asks classically. */
export const myoperatorRehearsal: Rehearsal = (played, call) => {
  const { callId, at, direction, number, agentNumber, did, startedAt, endedAt, talkSeconds } = call;
  const inbound = direction === 'inbound';
  const event = (type: string, payload: Fields): RehearsedRequest => ({
    at: 'own',
    method: 'POST',
    endpoint: 'v2',
    fields: {
      event_id: `${callId}-${type}`,
      event_type: type,
      event_version: '1',
      timestamp: stamp(at),
      channel: 'call',
      direction: inbound ? 'incoming' : 'outgoing',
      session_id: callId,
      system_identifier: did,
      customer_identifier: number,
      payload,
    },
  });
  const ringing = { type: 'agent', phone_number: agentNumber };
  const leg = { leg_index: 2, type: 'agent', phone_number: agentNumber };
  const over = { started_at: stamp(startedAt), ended_at: stamp(endedAt) };
  switch (played) {
    case 'asks':
      return classicRehearsal(played, call);
    case 'rings':
      return inbound ? event('call.dial_begin', ringing) : null;
    case 'picks_up':
      return inbound ? event('call.answered', ringing) : null;
    case 'ends_answered': {
      const talked = { ...leg, result: 'answered', dial_status: 'ANSWER', talk_duration: talkSeconds };
      return event('call.summary', {
        ...over,
        status: 'bridged',
        recording_filename: 'go-live-v2.mp3',
        legs: [talked],
      });
    }
    case 'ends_missed':
    default: {
      const rung = { ...leg, result: 'not_answered', dial_status: 'NO ANSWER', talk_duration: 0 };
      return event('call.summary', { ...over, status: 'missed', legs: [rung] });
    }
  }
};
