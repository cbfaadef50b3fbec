import type { Direction, LegStatus } from '../../domain/call/facts.ts';
import { readStatus } from '../classic/status.ts';
import type { NativeReading } from '../native-reading.ts';

type Cause = Extract<LegStatus, { result: 'failure' }>['cause'];

/** How Smartflo's direction reads without its marks: `click_to_call` and `clicktocall`, `Dialer (outbound)` (vendors.md 1.7, 9). */
export const directionWord = (reading: NativeReading): string =>
  reading
    .text('direction')
    ?.toLowerCase()
    .replace(/[^a-z]/g, '') ?? '';

/** The direction it comes to (contract 1.1); null when it names none that we know. */
export const readDirection = (reading: NativeReading): Direction | null => {
  switch (directionWord(reading)) {
    case '':
      return null;
    case 'inbound':
    case 'dialerinbound':
      return 'inbound';
    case 'outbound':
      return 'outbound';
    case 'clicktocall':
    case 'dialeroutbound':
      return reading.text('campaign_name', 'campaign_id') === null ? 'outbound' : 'campaign';
    default:
      reading.flag('word_unrecognised');
      return null;
  }
};

/** Q.850, and what Smartflo writes for it (1.7, 17): who hung up says nothing about why nobody talked. */
const causes: ReadonlyMap<string, Cause> = new Map<string, Cause>([
  ['17', 'busy'],
  ['userbusy', 'busy'],
  ['busy', 'busy'],
  ['21', 'busy'],
  ['callrejected', 'busy'],
  ['rejected', 'busy'],
  ['18', 'no_answer'],
  ['nouserresponse', 'no_answer'],
  ['19', 'no_answer'],
  ['noanswer', 'no_answer'],
  ['cancel', 'cancelled'],
  ['originatorcancel', 'cancelled'],
  ['destinationnotset', 'failed'],
  ['chanunavail', 'failed'],
]);
const causeFields = [
  'reason_key',
  'hangup_cause_key',
  'hangupcause_key',
  'hangup_cause_code',
  'hangupcause_code',
  'hangup_cause',
];

const readCause = (reading: NativeReading): Cause | undefined =>
  causeFields
    .map((name) =>
      causes.get(
        reading
          .text(name)
          ?.toLowerCase()
          .replace(/[^a-z0-9]/g, '') ?? '',
      ),
    )
    .find((cause) => cause !== undefined);

/** Accounts customise `call_status`; the real word is then in `status` (1.7, 10). */
export const readCallStatus = (reading: NativeReading, talkSeconds: number | null): LegStatus => {
  const words = [reading.text('call_status'), reading.text('status')].filter((word) => word !== null);
  if (words.some((word) => /^voice\s*mail$/i.test(word))) return { result: 'failure', cause: 'voicemail' };
  const read = words.map((word) => readStatus(word, null)).find(({ result }) => result !== 'unrecognised');
  const status = read ?? readStatus(words[0] ?? null, talkSeconds);
  if (status.result === 'unrecognised') reading.flag('status_unrecognised');
  if (status.result !== 'failure') return status;
  return { result: 'failure', cause: readCause(reading) ?? status.cause };
};
