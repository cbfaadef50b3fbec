import { readNames } from '../line.ts';
import { NativeReading } from '../native-reading.ts';
import type { NativeContext, NativeHappening, NativeHeard, NativeRequest } from '../native.ts';
import { readStatus } from '../classic/status.ts';
import { appletCall, readDirection } from './said.ts';
import { exotelZone } from './settings.ts';

type Step = 'ringing' | 'answered' | 'released';

/** `busy` means that this agent is now being rung, `free` that they no longer are (vendors.md 2.6). */
const steps: ReadonlyMap<string, Step> = new Map<string, Step>([
  ['dial', 'ringing'],
  ['answered', 'answered'],
  ['terminal', 'released'],
  ['busy', 'ringing'],
  ['free', 'released'],
]);

const stepOf = (reading: NativeReading): Step | null => {
  const words = [reading.text('EventType'), reading.text('Status')].filter((word) => word !== null);
  const step = words.map((word) => steps.get(word.toLowerCase())).find((known) => known !== undefined) ?? null;
  if (step === null) reading.flag('word_unrecognised');
  return step;
};

/** The Connect applet's dial event: one for each step of each agent. */
const dialEvent = (reading: NativeReading, country: string): readonly NativeHappening[] => {
  const agent = readNames([reading.text('DialWhomNumber'), reading.text('AgentEmail')], country);
  switch (stepOf(reading)) {
    case 'ringing': {
      const at = reading.stamp(reading.text('CurrentTime'), exotelZone);
      // Accounts whose events have no type only tell who is rung and who no longer is.
      return [{ kind: 'offered', agent, at, reportsAnswer: reading.text('EventType') !== null }];
    }
    case 'answered':
      return [{ kind: 'answered', agent }];
    case 'released':
      return agent === null ? [{ kind: 'noticed' }] : [{ kind: 'offer_ended', agent }];
    default:
      return [{ kind: 'noticed' }];
  }
};

/** A soft phone's `popup_url`: lower case, and the agent is a user, not a number. */
const softphoneRing = (reading: NativeReading, { country }: NativeContext): NativeHeard => {
  const callId = reading.callId(reading.text('call_sid'));
  const direction = readDirection(reading);
  const number = reading.number('from');
  const did = reading.line('exophone');
  const at = reading.stamp(reading.text('timestamp'), exotelZone);
  const agent = readNames([reading.text('user_id'), reading.text('to')], country);
  const said = { callId, reference: null, vendorRef: null, number, did, direction, flags: reading.flags };
  return { kind: 'event', said, happenings: [{ kind: 'offered', agent, at, reportsAnswer: false }] };
};

/** A call that an agent dialled on the soft phone; `terminal` alone is final. */
const softphoneCall = (reading: NativeReading, { country }: NativeContext): NativeHeard => {
  const callId = reading.callId(reading.text('CallSid'));
  const number = reading.number('ToNumber');
  const did = reading.line('VirtualNumber');
  const agent = readNames([reading.text('FromNumber'), reading.text('AppUserID')], country);
  const happening = reading.text('CallState')?.toLowerCase() === 'terminal' ? softphoneEnd(reading) : null;
  const said = {
    callId,
    reference: null,
    vendorRef: null,
    number,
    did,
    direction: readDirection(reading) ?? 'outbound',
    flags: reading.flags,
  } as const;
  return {
    kind: 'event',
    said,
    happenings: [happening === null ? { kind: 'student_rung', agent } : { ...happening, agent }],
  };
};

const softphoneEnd = (reading: NativeReading) => {
  const status = readStatus(reading.text('CallStatus'), null);
  if (status.result === 'unrecognised') reading.flag('status_unrecognised');
  const { startedAt, endedAt } = reading.stamps(
    { start: reading.text('StartTime'), end: reading.text('EndTime') },
    exotelZone,
  );
  const recordingUrl = reading.recording(reading.text('CallRecordings'));
  // `TotalDuration` counts the ringing.
  return { kind: 'ended', status, talkSeconds: null, startedAt, endedAt, recordingUrl } as const;
};

/** Reads a ring, an answer or a release, of a phone or a soft phone. */
export const readPopup = ({ fields }: NativeRequest, context: NativeContext): NativeHeard => {
  if (Object.keys(fields).length === 0) return { kind: 'ignored', reason: 'empty' };
  const reading = new NativeReading(fields, context);
  if (reading.text('event') === 'incoming_call' || reading.text('call_sid') !== null)
    return softphoneRing(reading, context);
  if (reading.text('CallState') !== null) return softphoneCall(reading, context);
  const happenings = dialEvent(reading, context.country);
  return { kind: 'event', said: appletCall(reading, { expectsId: true }), happenings };
};
