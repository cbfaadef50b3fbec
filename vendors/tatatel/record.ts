import type { Direction, LegStatus } from '../../domain/call/facts.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { phoneKey } from '../../domain/numbers/phone.ts';
import { parseDuration } from '../../domain/time/duration.ts';
import type { CallRecord } from '../adapter.ts';
import { field } from '../classic/fields.ts';
import { readStatus } from '../classic/status.ts';
import { isObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { readLine, readRecordingUrl } from '../line.ts';
import type { Line } from '../line.ts';
import { readStamps } from '../stamps.ts';
import { nested } from '../nested.ts';
import { tatatelZone } from './settings.ts';

const mostMissed = 50;

/** `reason` beside a missed call (vendors.md 1.5); who hung up says nothing about why it was missed. */
const causes: ReadonlyMap<string, Extract<LegStatus, { result: 'failure' }>['cause']> = new Map([
  ['busy', 'busy'],
  ['rejected', 'busy'],
  ['noanswer', 'no_answer'],
  ['cancel', 'cancelled'],
  ['chanunavail', 'failed'],
  ['destination_not_set', 'failed'],
]);

const readStatusOf = (record: JsonObject, answeredSeconds: number | null): LegStatus => {
  const status = readStatus(field(record, 'status').text, answeredSeconds);
  if (status.result !== 'failure') return status;
  const reason =
    field(record, 'reason')
      .text?.toLowerCase()
      .replace(/[^a-z_]/g, '') ?? '';
  return { result: 'failure', cause: causes.get(reason) ?? null };
};

/** `outbound` with `call_hint: "dialer"` is what webhooks call `Dialer (outbound)`: a campaign's when one is named. */
const readDirection = (record: JsonObject): Direction | null => {
  const word = field(record, 'direction').text?.toLowerCase() ?? '';
  if (word.includes('inbound')) return 'inbound';
  if (!word.includes('outbound') && !word.startsWith('click')) return null;
  const details = nested(record['dialer_call_details']);
  const campaign =
    isObject(details) &&
    ['campaign_name', 'campaign_id', 'campaign'].some((name) => field(details, name).text !== null);
  return campaign ? 'campaign' : 'outbound';
};

const readMissed = (value: Json | undefined, country: string): readonly Line[] => {
  const list = nested(value);
  const items: readonly Json[] = Array.isArray(list) ? list : list === undefined ? [] : [list];
  return items.slice(0, mostMissed).flatMap((item) => {
    const named = isObject(item)
      ? (field(item, 'agent_number').text ?? field(item, 'number').text ?? field(item, 'id').text)
      : field({ item }, 'item').text;
    const line = readLine(named, country);
    return line === null ? [] : [line];
  });
};

/** One result of `GET /v1/call/records`. Whatever can't be read is null, as in a report that lacks it. */
export const readRecord = (record: JsonObject, country: string, now: EpochMs): CallRecord => {
  const text = (name: string): string | null => field(record, name).text;
  // Talk is `answered_seconds` alone: `call_duration` counts the menu and the ringing.
  const answered = parseDuration(text('answered_seconds'));
  const status = readStatusOf(record, answered);
  const [date, time] = [text('date'), text('time')];
  const start = date === null && time === null ? null : `${date ?? ''} ${time ?? ''}`;
  const stamps = readStamps({ start, end: text('end_stamp') }, tatatelZone, now);
  return {
    callId: text('call_id'),
    number: phoneKey(text('client_number') ?? '', country),
    did: readLine(text('did_number'), country),
    direction: readDirection(record),
    agent: readLine(text('agent_number'), country),
    missedAgents: readMissed(record['missed_agents'], country),
    status,
    talkSeconds: status.result === 'success' && answered !== null && answered <= 86_400 ? answered : null,
    startedAt: stamps.startedAt,
    endedAt: stamps.endedAt,
    recordingUrl: readRecordingUrl(text('recording_url')),
    flags: [...stamps.flags, ...(status.result === 'unrecognised' ? (['status_unrecognised'] as const) : [])],
  };
};
