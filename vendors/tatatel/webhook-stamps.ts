import type { EpochMs } from '../../domain/ids.ts';
import { parseStamp } from '../../domain/time/stamp.ts';
import type { NativeReading } from '../native-reading.ts';
import { tatatelSettings, tatatelZone } from './settings.ts';

/** "2:19:58" of a dialler's connect event has no AM or PM (vendors.md 1.7, 12): the half of the day that is nearer to now. */
const diallerStart = (date: string, time: string, receivedAt: EpochMs, zone: string): string => {
  if (/[ap]m$/i.test(time) || /^\d{4}-/.test(date))
    return /^\d{4}-/.test(date) ? `${date} ${time}` : `${date}, ${time}`;
  const [nearest] = ['AM', 'PM']
    .map((half) => `${date}, ${time} ${half}`)
    .toSorted((a, b) => farFrom(receivedAt, a, zone) - farFrom(receivedAt, b, zone));
  return nearest ?? '';
};

const farFrom = (now: EpochMs, stamp: string, zone: string): number =>
  Math.abs((parseStamp(stamp, zone) ?? Infinity) - now);

const startOf = (reading: NativeReading, receivedAt: EpochMs, zone: string): string | null => {
  const stamp = reading.text('start_stamp');
  if (stamp !== null) return stamp;
  const [date, time] = [reading.text('start_date'), reading.text('start_time')];
  if (date === null || time === null) return null;
  return diallerStart(date, time, receivedAt, zone);
};

/** A hang-up is told at once, and once more within a minute (vendors.md 1.6): what ended longer ago was not told by it. */
const justNowMs = 10 * 60_000;

/**
 * The zone of a webhook's stamps: the account's, unless in that zone the call ended hours before the webhook came, and
 * in the portal's other zone just now. Whoever sets a webhook up chooses it there, and may choose another than here.
 */
const zoneOf = (reading: NativeReading, end: string | null, receivedAt: EpochMs, zone: string): string => {
  const other = zone === 'UTC' ? tatatelZone : 'UTC';
  const isNow = (each: string): boolean => Math.abs((parseStamp(end, each) ?? Infinity) - receivedAt) <= justNowMs;
  if (end === null || isNow(zone) || !isNow(other)) return zone;
  reading.flag('zone_repaired');
  return other;
};

/** When the call began and ended, in either of the two dialects and zones. */
export const callStamps = (reading: NativeReading, receivedAt: EpochMs, vendorSettings: unknown) => {
  const settings = tatatelSettings.safeParse(vendorSettings);
  const chosen = settings.success && settings.data.webhookZone === 'UTC' ? 'UTC' : tatatelZone;
  const end = reading.text('end_stamp');
  const zone = zoneOf(reading, end, receivedAt, chosen);
  return reading.stamps({ start: startOf(reading, receivedAt, zone), end }, zone);
};
