import { DateTime } from 'luxon';
import type { Rehearsal, RehearsedRequest } from '../rehearsal.ts';
import { exotelZone } from './settings.ts';

const stamp = (at: number): string => DateTime.fromMillis(at, { zone: exotelZone }).toFormat('yyyy-MM-dd HH:mm:ss');

/**
 * Exotel's applets (vendors.md 2.5, 2.6): a Connect asks, its dial events tell, a Passthru behind it says how it went, with
 * an end of 1970 as always. It takes calls, and places none.
 */
export const exotelRehearsal: Rehearsal = (played, call) => {
  const { callId, at, direction, number, agentNumber, did, startedAt, talkSeconds, recordingUrl } = call;
  if (direction === 'outbound') return null;
  const applet = (endpoint: string, more: Readonly<Record<string, string>>): RehearsedRequest => ({
    at: 'own',
    method: 'GET',
    endpoint,
    fields: {
      CallSid: callId,
      CallFrom: number,
      ...(did !== null && { CallTo: did }),
      Direction: 'incoming',
      CurrentTime: stamp(at),
      ...more,
    },
  });
  const dialled = { DialWhomNumber: agentNumber, Status: 'busy' };
  const over = { DialWhomNumber: agentNumber, StartTime: stamp(startedAt), EndTime: '1970-01-01 05:30:00' };
  switch (played) {
    case 'asks':
      return applet('connect', {});
    case 'rings':
      return applet('popup', { ...dialled, EventType: 'Dial' });
    case 'picks_up':
      return applet('popup', { ...dialled, EventType: 'Answered' });
    case 'ends_answered': {
      const talk = { 'Legs[0][Number]': agentNumber, 'Legs[0][OnCallDuration]': String(talkSeconds) };
      const ended = { CallType: 'completed', DialCallStatus: 'completed', RecordingUrl: recordingUrl };
      return applet('passthru', { ...over, ...talk, ...ended });
    }
    case 'ends_missed':
    default:
      return applet('passthru', {
        ...over,
        CallType: 'incomplete',
        DialCallStatus: 'no-answer',
        DialCallDuration: '0',
      });
  }
};
