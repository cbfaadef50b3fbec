import { DateTime } from 'luxon';
import type { Rehearsal, RehearsedCall } from '../rehearsal.ts';
import { tatatelZone } from './settings.ts';

const stamp = (at: number): string => DateTime.fromMillis(at, { zone: tatatelZone }).toFormat('yyyy-MM-dd HH:mm:ss');

/** What every webhook carries, both ways round (vendors.md 1.7, 11). */
const variables = ({ callId, direction, number, did, startedAt }: RehearsedCall) => {
  const [student, dialled] = [number.replace('+', ''), (did ?? '').replace('+', '')];
  const inbound = direction === 'inbound';
  return {
    call_id: callId,
    call_to_number: inbound ? dialled : student,
    caller_id_number: inbound ? student : dialled,
    customer_no_with_prefix: number,
    start_stamp: stamp(startedAt),
    direction: inbound ? 'inbound' : 'Dialer (outbound)',
  };
};

/** Smartflo's own: an API Dialplan, and webhooks of the triggers that the sheet names. Calls dialled out ring nobody. */
export const smartfloRehearsal: Rehearsal = (played, call) => {
  const { direction, agentNumber, endedAt, talkSeconds, recordingUrl } = call;
  const common = variables(call);
  const agent = { id: '', name: '', number: agentNumber };
  const over = { ...common, trigger: 'Call hangup', end_stamp: stamp(endedAt) };
  switch (played) {
    case 'asks':
      return { at: 'own', method: 'POST', endpoint: 'dialplan', fields: common };
    case 'rings':
      return direction === 'inbound'
        ? {
            at: 'own',
            method: 'POST',
            endpoint: 'events',
            fields: { ...common, trigger: 'Dialed on Agent', agent_number: agentNumber },
          }
        : null;
    case 'picks_up': {
      const fields = {
        ...common,
        trigger: 'Call answered by Agent',
        answer_agent_number: agentNumber,
        call_status: 'Answered by agent',
      };
      return direction === 'inbound' ? { at: 'own', method: 'POST', endpoint: 'events', fields } : null;
    }
    case 'ends_answered': {
      const fields = {
        ...over,
        call_status: 'answered',
        answered_agent: agent,
        missed_agent: '',
        outbound_sec: String(talkSeconds),
        recording_url: recordingUrl,
        call_connected: '1',
      };
      return { at: 'own', method: 'POST', endpoint: 'events', fields };
    }
    case 'ends_missed':
    default: {
      const fields = { ...over, call_status: 'missed', answered_agent: '', missed_agent: [agent], outbound_sec: '0' };
      return { at: 'own', method: 'POST', endpoint: 'events', fields };
    }
  }
};
