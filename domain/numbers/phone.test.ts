import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { agentKey, phoneKey } from './phone.ts';

/** Each way a vendor or a counsellor writes an Indian number, from its ten digits. */
const spellings = (ten: string): readonly string[] => [
  ten,
  `+91${ten}`,
  `91${ten}`,
  `0${ten}`,
  `0091${ten}`,
  `+91-${ten.slice(0, 5)}-${ten.slice(5)}`,
  `(+91) ${ten.slice(0, 5)} ${ten.slice(5)}`,
  `${ten.slice(0, 3)}.${ten.slice(3, 6)}.${ten.slice(6)}`,
  `91-${ten}`,
  ` 91${ten}`,
  `tel:+91${ten}`,
  `091${ten}`,
  `+91 (0) ${ten}`,
  `%2B91${ten}`,
  `${ten}.0`,
  `sip:+91${ten}@pbx.example;transport=udp`,
];

const mobile = fc
  .tuple(fc.constantFrom('98123', '99909', '91981', '70120', '62812', '88001'), fc.nat(99_999))
  .map(([head, tail]) => head + String(tail).padStart(5, '0'));
/** Delhi, Bengaluru, Chennai and Bhopal: STD codes of two and three digits. */
const landline = fc
  .tuple(fc.constantFrom('11', '80', '44', '755'), fc.nat(99_999))
  .map(
    ([std, tail]) =>
      std + '4710010'.padEnd(10 - std.length - 5, '0').slice(0, 10 - std.length - 5) + String(tail).padStart(5, '0'),
  );

describe('a number has one key', () => {
  test('in every spelling of an Indian mobile number', () => {
    fc.assert(
      fc.property(mobile, (ten) => {
        for (const spelled of spellings(ten))
          expect([spelled, phoneKey(spelled, 'IN')]).toEqual([spelled, `+91${ten}`]);
      }),
    );
  });

  test('in every spelling of a landline, with its STD code with or without 0', () => {
    fc.assert(
      fc.property(landline, (ten) => {
        for (const spelled of spellings(ten))
          expect([spelled, phoneKey(spelled, 'IN')]).toEqual([spelled, `+91${ten}`]);
      }),
    );
    expect(phoneKey('0755-2345678', 'IN')).toBe('+917552345678');
  });

  test('in local digits and with invisible marks', () => {
    expect(phoneKey('९८१२३४५६७०', 'IN')).toBe('+919812345670');
    expect(phoneKey('９８１２３４５６７０', 'IN')).toBe('+919812345670');
    expect(phoneKey('\u202a+91\u00a098123\u201145670\u202c', 'IN')).toBe('+919812345670');
  });

  test('whether ten digits begin with 91 or twelve do', () => {
    expect(phoneKey('9198123456', 'IN')).toBe('+919198123456');
    expect(phoneKey('919198123456', 'IN')).toBe('+919198123456');
    expect(phoneKey('919812345670', 'IN')).toBe('+919812345670');
  });

  test('read in the country of the institute', () => {
    expect(phoneKey('4155552671', 'US')).toBe('+14155552671');
    expect(phoneKey('0501234567', 'AE')).toBe('+971501234567');
    expect(phoneKey('9812345670', 'AE')).not.toBe('+919812345670');
  });

  test('when it comes from abroad, with or without its plus', () => {
    for (const spelled of [
      '+44 7911 123456',
      '0044 7911 123456',
      ' 447911123456',
      '447911123456',
      '+44 (0)7911 123456',
    ])
      expect(phoneKey(spelled, 'IN')).toBe('+447911123456');
  });
});

test('different explicit country codes never make one key', () => {
  const codes = ['1', '44', '61', '65', '91', '971'];
  fc.assert(
    fc.property(
      fc.constantFrom(...codes),
      fc.constantFrom(...codes),
      fc.stringMatching(/^[1-9]\d{7,9}$/),
      (a, b, rest) => {
        fc.pre(a !== b);
        const first = phoneKey(`+${a}${rest}`, 'IN');
        const second = phoneKey(`+${b}${rest}`, 'IN');
        expect(first === null || first !== second).toBe(true);
      },
    ),
  );
});

test('withheld and unreadable numbers have no key', () => {
  const withheld = [
    '',
    ' ',
    '0',
    '000',
    '0000000000',
    '+',
    '-',
    'anonymous',
    'Withheld',
    'private',
    'unknown',
    'unavailable',
    'Restricted',
  ];
  const unreadable = [
    '12345',
    '+910000000000',
    'abc',
    '98123abc45670',
    '123456789012345678',
    '+9812345670',
    '9'.repeat(70),
    '$caller_id_number',
  ];
  for (const raw of [...withheld, ...unreadable]) expect([raw, phoneKey(raw, 'IN')]).toEqual([raw, null]);
});

test('a key read again is itself', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.stringMatching(/^\+?\d{6,14}$/)),
      fc.constantFrom('IN', 'US', 'AE', 'xx'),
      (raw, country) => {
        const key = phoneKey(raw, country);
        if (key !== null) expect(phoneKey(key, country)).toBe(key);
      },
    ),
  );
});

describe("an agent's line", () => {
  test('is a number where it is one', () => {
    for (const spelled of ['9990947416', '+91 99909 47416', 'Extension-09990947416'])
      expect(agentKey(spelled, 'IN')).toBe('+919990947416');
  });

  test('is its own text where it is an id or an extension', () => {
    expect(agentKey('0507330050011', 'IN')).toBe('0507330050011');
    expect(agentKey('Extension-0602141810347', 'IN')).toBe('0602141810347');
    expect(agentKey(' PJSIP/0607330050011 ', 'IN')).toBe('0607330050011');
    expect(agentKey(' agent one ', 'IN')).toBe('agentone');
    expect(agentKey('101', 'IN')).toBe('101');
  });
});
