import type { CallFacts } from '../telling/call-facts.ts';
import type { Fields, Message, Report } from '../telling/message.ts';
import { indian } from '../telling/stamps.ts';
import { national, report } from './parts.ts';

const STATUSES = { answered: 'completed', no_answer: 'no-answer', busy: 'busy', cancelled: 'canceled' } as const;

/** A call that was dialled at Exotel: its status callback, where leg 0 is the agent (2.4). */
export function callback(facts: CallFacts): readonly Message[] {
  const { call, script, counsellor, callId, beganAt, recordingUrl, has, random } = facts;
  const agent = script.rings[0]?.agent ?? '';
  const [talk] = script.talks;
  const outcome = script.outcome as keyof typeof STATUSES; // of a call that was dialled it is one of these
  const talkSeconds = talk === undefined ? 0 : talk.to - talk.from;
  const common: Fields = {
    CallSid: callId,
    Direction: 'outbound-api',
    From: national(counsellor(agent).phone),
    To: national(call.student.number),
    PhoneNumberSid: national(call.did.number),
    DateCreated: indian(beganAt),
  };
  const encoding = random.pick(['json', 'form'] as const);
  const live: readonly Message[] =
    talk === undefined || has('unanswered_end')
      ? []
      : [
          {
            at: talk.from,
            endpoint: 'status',
            encoding,
            fields: { ...common, EventType: 'answered', Status: 'in-progress' },
            says: [{ kind: 'answers', agent }],
            named: true,
          },
        ];
  const odd = has('odd_stamps');
  const end: Message = {
    at: script.ends,
    endpoint: 'status',
    encoding,
    named: true,
    fields: {
      ...common,
      EventType: 'terminal',
      Status: STATUSES[outcome],
      StartTime: odd ? '1970-01-01 05:30:00' : indian(beganAt),
      EndTime: odd ? '1970-01-01 05:30:00' : indian(beganAt + script.ends * 1000),
      ConversationDuration: talkSeconds,
      Legs: [
        { OnCallDuration: script.ends, Status: 'completed' },
        { OnCallDuration: talkSeconds, Status: talk === undefined ? '' : 'completed' },
      ],
      ...(talk !== undefined && { RecordingUrl: recordingUrl }),
    },
    says: [
      report(agent, {
        result: talk === undefined ? 'failed' : 'answered',
        cause: talk === undefined ? (outcome as Report['cause']) : null,
        talkSeconds: talk === undefined ? null : talkSeconds,
        recording: talk !== undefined,
        startTold: !odd,
        endsAt: odd ? null : script.ends,
      }),
    ],
  };
  return [...live, end];
}
