import type { Answer, Stage } from '../spine/stage.ts';
import { ist, somebody, type NativeLine } from './native-line.ts';

let calls = 0;

/** One inbound call as Exotel's applets tell it: numbers with a zero in front, "null" for what is not there. */
export function exotelCall(stage: Stage, exotel: NativeLine, student = somebody()) {
  calls += 1;
  const CallSid = `${'0'.repeat(24)}${String(10_000_000 + calls)}`;
  const parties = {
    CallSid,
    CallFrom: `0${student}`,
    CallTo: '08047100100',
    From: `0${student}`,
    To: '08047100100',
    Direction: 'incoming',
  };
  const dial = async (agent: string, Status: string, EventType: string, more = {}) =>
    await exotel.get('popup', {
      ...parties,
      DialWhomNumber: `0${agent}`,
      Status,
      EventType,
      CurrentTime: ist(),
      AgentEmail: 'null',
      ...more,
    });
  return {
    CallSid,
    student,
    parties,
    rings: async (agent: string, more = {}) => await dial(agent, 'busy', 'Dial', more),
    answers: async (agent: string) => await dial(agent, 'busy', 'Answered'),
    releases: async (agent: string) => await dial(agent, 'free', 'Terminal'),
    passes: async (fields: Readonly<Record<string, string>>) =>
      await exotel.get('passthru', {
        ...parties,
        ForwardedFrom: 'null',
        ProcessStatus: 'null',
        StartTime: ist(60),
        EndTime: '1970-01-01 05:30:00',
        CurrentTime: ist(),
        ...fields,
      }),
    shown: async (fits?: (call: Answer['body']) => boolean) => await stage.call(CallSid, fits),
  };
}
