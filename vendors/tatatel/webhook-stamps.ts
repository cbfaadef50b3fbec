import type { EpochMs } from '../../domain/ids.ts';
import { parseStamp } from '../../domain/time/stamp.ts';
import type { NativeReading } from '../native-reading.ts';
import { tatatelZone } from './settings.ts';

/** "2:19:58" of a dialler's connect event has no AM or PM (vendors.md 1.7, 12): the half of the day that is nearer to now. */
const diallerStart = (date: string, time: string, receivedAt: EpochMs): string => {
  if (/[ap]m$/i.test(time) || /^\d{4}-/.test(date))
    return /^\d{4}-/.test(date) ? `${date} ${time}` : `${date}, ${time}`;
  const [nearest] = ['AM', 'PM']
    .map((half) => `${date}, ${time} ${half}`)
    .toSorted((a, b) => farFrom(receivedAt, a) - farFrom(receivedAt, b));
  return nearest ?? '';
};

const farFrom = (now: EpochMs, stamp: string): number => Math.abs((parseStamp(stamp, tatatelZone) ?? Infinity) - now);

const startOf = (reading: NativeReading, receivedAt: EpochMs): string | null => {
  const stamp = reading.text('start_stamp');
  if (stamp !== null) return stamp;
  const [date, time] = [reading.text('start_date'), reading.text('start_time')];
  if (date === null || time === null) return null;
  return diallerStart(date, time, receivedAt);
};

/** When the call began and ended, in either of the two dialects; in IST, unless the account's stamps say otherwise. */
export const callStamps = (reading: NativeReading, receivedAt: EpochMs) =>
  reading.stamps({ start: startOf(reading, receivedAt), end: reading.text('end_stamp') }, tatatelZone);
