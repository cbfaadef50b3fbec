import type { EpochMs } from '../../domain/ids.ts';
import type { CallRecord } from '../adapter.ts';
import type { JsonObject } from '../json.ts';
import { NativeReading } from '../native-reading.ts';
import { knowlarityZone } from './settings.ts';
import { readAgent, readLegStatus, readUuid } from './words.ts';

/** Only one of its words is about the direction; the others are about calls that came in. */
const isOutgoing = (businessType: string | null): boolean => /outbound|outgoing|click/i.test(businessType ?? '');

/** One of the call log's objects (vendors.md 4.2). It has no end; `call_duration` is the talk. */
export const readRecord = (
  object: JsonObject,
  { country, now }: { readonly country: string; readonly now: EpochMs },
): CallRecord => {
  const reading = new NativeReading(object, { country, receivedAt: now });
  const agentText = reading.text('agent_number');
  const agent = readAgent(reading, agentText);
  const businessType = reading.text('business_call_type');
  const seconds = reading.seconds(reading.text('call_duration'));
  const status = readLegStatus({ status: null, businessType, agentText, agent, seconds });
  const { startedAt } = reading.stamps({ start: reading.text('start_time'), end: null }, knowlarityZone);
  return {
    callId: readUuid(reading.text('uuid')),
    number: reading.number('customer_number'),
    did: reading.line('knowlarity_number'),
    direction: businessType === null ? null : isOutgoing(businessType) ? 'outbound' : 'inbound',
    agent,
    missedAgents: [],
    status,
    talkSeconds: status.result === 'success' ? seconds : null,
    startedAt,
    endedAt: null,
    recordingUrl: reading.recording(reading.text('call_recording')),
    flags: [
      ...(reading.flags.includes('time_implausible') ? (['time_implausible'] as const) : []),
      ...(status.result === 'unrecognised' ? (['status_unrecognised'] as const) : []),
    ],
  };
};
