import { DateTime } from 'luxon';
import { classicRehearsal } from '../classic/rehearsal.ts';
import type { Rehearsal, RehearsedRequest } from '../rehearsal.ts';
import { mcubesZone } from './settings.ts';

const stamp = (at: number): string => DateTime.fromMillis(at, { zone: mcubesZone }).toFormat('yyyy-MM-dd HH:mm:ss');

/** MCube's pushes, in the newer of its spellings (vendors.md 5.2); whom to ring it asks classically. */
export const mcubesRehearsal: Rehearsal = (played, call) => {
  const { callId, direction, number, agentNumber, did, startedAt, endedAt, talkSeconds, recordingUrl } = call;
  const push = (dialstatus: string, over: Readonly<Record<string, string>>): RehearsedRequest => ({
    at: 'own',
    method: 'POST',
    endpoint: 'push',
    fields: {
      callid: callId,
      starttime: stamp(startedAt),
      emp_phone: agentNumber,
      callto: number,
      clicktocalldid: did,
      direction,
      dialstatus,
      ...over,
    },
  });
  const onCall = { endtime: '', answeredtime: '', filename: 'None' };
  const end = { endtime: stamp(endedAt), disconnectedby: 'Customer' };
  switch (played) {
    case 'asks':
      return classicRehearsal(played, call);
    case 'rings':
      return direction === 'inbound' ? push('CONNECTING', onCall) : null;
    case 'picks_up':
      return direction === 'inbound' ? push('CONNECTED', onCall) : null;
    case 'ends_answered':
      return push('ANSWER', { ...end, answeredtime: String(talkSeconds), filename: recordingUrl });
    case 'ends_missed':
    default:
      return push('NoAnswer', { ...end, answeredtime: '00:00:00', filename: 'None' });
  }
};
