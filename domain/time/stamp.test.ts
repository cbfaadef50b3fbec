import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { parseStamp } from './stamp.ts';

const zone = 'Asia/Kolkata';
const at = Date.UTC(2026, 3, 9, 7, 24, 21);

describe('a stamp is read', () => {
  test.each([
    ['in the zone of the institute', '2026-04-09 12:54:21'],
    ['in ISO form without offset', '2026-04-09T12:54:21'],
    ['with its own offset', '2026-04-09T12:54:21+05:30'],
    ['with its own offset and a space', '2026-04-09 12:54:21+05:30'],
    ['when a query string ate its plus', '2026-04-09T12:54:21 05:30'],
    ['when a query string ate its plus, with a space', '2026-04-09 12:54:21 05:30'],
    ['in UTC', '2026-04-09T07:24:21Z'],
    ['with nanoseconds', '2026-04-09T07:24:21.000000001Z'],
    ['with fractions', '2026-04-09 12:54:21.000'],
    ['as epoch seconds', String(at / 1000)],
    ['as epoch milliseconds', String(at)],
    ['as epoch seconds with fractions', `${at / 1000}.0004`],
    ['in the dialect of the dialler', '4/9/2026, 12:54:21 PM'],
    ['in the dialect of the dialler, narrow space', '4/9/2026, 12:54:21\u202fPM'],
    ['with spaces around', '  2026-04-09 12:54:21 '],
  ])('%s', (_, raw) => {
    expect(parseStamp(raw, zone)).toBe(at);
  });

  test('as a number', () => {
    expect(parseStamp(at, zone)).toBe(at);
    expect(parseStamp(at / 1000, zone)).toBe(at);
  });

  test('in the zone it is given', () => {
    expect(parseStamp('2026-04-09 07:24:21', 'UTC')).toBe(at);
  });
});

test('what says no time is no time', () => {
  const nothing = [
    null,
    undefined,
    '',
    'null',
    '$start_stamp',
    '0',
    '0000-00-00 00:00:00',
    '0001-01-01T00:00:00Z',
    '1970-01-01 05:30:00',
    '86400',
  ];
  const garbage = [
    'yesterday',
    '2026-13-01 00:00:00',
    '2026-02-30 10:00:00',
    '2026-04-09',
    '12:54:21',
    '-1775719461',
    '13/13/2026, 1:00:00 PM',
    '1e12',
    1e30,
    Number.NaN,
    -5,
  ];
  for (const raw of [...nothing, ...garbage]) expect([raw, parseStamp(raw, zone)]).toEqual([raw, null]);
});

test('any text is a time or none, never an error', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9:/ T+.-]*$/)), (raw) => {
      const read = parseStamp(raw, zone);
      expect(read === null || Number.isInteger(read)).toBe(true);
    }),
  );
});

test('every dialect of one moment is that moment', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2001, 0, 1) / 1000, max: Date.UTC(2090, 0, 1) / 1000 }), (second) => {
      const moment = DateTime.fromSeconds(second, { zone });
      const dialects = [
        moment.toFormat('yyyy-MM-dd HH:mm:ss'),
        moment.toISO(),
        moment.toUTC().toISO(),
        moment.toFormat('M/d/yyyy, h:mm:ss a', { locale: 'en-US' }),
        String(second),
      ];
      for (const dialect of dialects) expect([dialect, parseStamp(dialect, zone)]).toEqual([dialect, second * 1000]);
    }),
  );
});
