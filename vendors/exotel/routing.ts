import { NativeReading } from '../native-reading.ts';
import type { NativeAnswer, NativeContext, NativeHeard, NativeRequest, NativeRouting } from '../native.ts';
import { appletCall } from './said.ts';
import { exotelSettings } from './settings.ts';

/** What the Connect applet asks before it rings anybody (vendors.md 2.6). */
export const readQuestion = ({ fields }: NativeRequest, context: NativeContext): NativeHeard => {
  const reading = new NativeReading(fields, context);
  return { kind: 'routing_question', said: { ...appletCall(reading, { expectsId: false }), flags: reading.flags } };
};

/** Exotel drops `sip:` among numbers without a word: it would ring one counsellor less than we believe. */
export const dialable = (numbers: readonly string[]): readonly string[] =>
  numbers.filter((number) => !/^sips?:/i.test(number.trim()));

/** Longest talk that Exotel takes, in seconds. */
const longestTalk = 14_400;

/** The dynamic URL's answer; without numbers the flow takes its "didn't dial anyone" branch. */
export const answerConnect = ({
  numbers,
  ring,
  ringSeconds,
  talkSeconds,
  vendorSettings,
}: NativeRouting): NativeAnswer => {
  const dialled = dialable(numbers);
  if (dialled.length === 0) return { httpStatus: 200, body: { destination: { numbers: [] } } };
  const settings = exotelSettings.safeParse(vendorSettings);
  const callerId = settings.success ? settings.data.callerId : null;
  return {
    httpStatus: 200,
    body: {
      fetch_after_attempt: false,
      destination: { numbers: dialled },
      ...(callerId === null ? {} : { outgoing_phone_number: callerId }),
      record: true,
      max_ringing_duration: ringSeconds,
      max_conversation_duration: Math.min(talkSeconds, longestTalk),
      parallel_ringing: {
        activate: ring === 'simultaneous',
        ...(ring === 'simultaneous' ? { max_parallel_attempts: dialled.length } : {}),
      },
    },
  };
};

/** Dial Whom, the older way: the numbers as plain text, rung in that order. */
export const answerDialWhom = ({ numbers }: NativeRouting): NativeAnswer => ({
  httpStatus: 200,
  body: dialable(numbers).join(','),
});
