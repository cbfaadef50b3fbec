import { describe, expect, test } from '@jest/globals';
import { readPhones, type LeadPhone, type SentPhone } from './phones.ts';

const reading = {
  keyOf: (number: string) => (/^\d{4}$/.test(number) ? `+91${number}` : null),
  masked: (key: string) => `••${key.slice(-2)}`,
};
const has: readonly LeadPhone[] = [
  { id: 'a', numberKey: '+911101', kind: 'primary', verified: true },
  { id: 'b', numberKey: '+912202', kind: 'alternate', verified: false },
  { id: 'c', numberKey: '+913302', kind: 'alternate', verified: false },
];
const read = (...sent: SentPhone[]) => readPhones(sent, has, reading);
const kinds = (...sent: SentPhone[]) => readPhones(sent, has, reading).phones?.map(({ kind }) => kind);
const problems = (...sent: SentPhone[]) => read(...sent).errors?.map(({ path }) => path);

describe('phones for a lead', () => {
  test('the first of a new lead is its primary, the rest are alternates', () => {
    const { phones } = readPhones([{ number: '1111' }, { number: '2222' }], [], reading);
    expect(phones).toEqual([
      { numberKey: '+911111', kind: 'primary' },
      { numberKey: '+912222', kind: 'alternate' },
    ]);
  });

  test('a stated primary leaves none for the first', () => {
    expect(kinds({ number: '4444' }, { number: '5555', kind: 'primary' })).toEqual(['alternate', 'primary']);
  });

  test('a phone keeps its kind, unless another is stated to be the primary', () => {
    expect(kinds({ number: '4444' }, { number: '1101' })).toEqual(['alternate', 'primary']);
    expect(kinds({ number: '1101' }, { number: '4444', kind: 'primary' })).toEqual(['alternate', 'primary']);
  });

  test('all may be stated to be alternates', () => {
    expect(kinds({ number: '4444', kind: 'alternate' })).toEqual(['alternate']);
  });

  test('a masked number stands for its phone: by id, or alone when only one is shown so', () => {
    expect(read({ id: 'c', number: '••02' }).phones).toEqual([{ numberKey: '+913302', kind: 'alternate' }]);
    expect(read({ number: '••01' }).phones).toEqual([{ numberKey: '+911101', kind: 'primary' }]);
    expect(problems({ number: '••02' })).toEqual(['phones.0.number']);
  });

  test('another number under an old id is another number', () => {
    expect(read({ id: 'a', number: '9999' }).phones).toEqual([{ numberKey: '+919999', kind: 'primary' }]);
    expect(problems({ id: 'a', number: '9999', verified: true })).toEqual(['phones.0.verified']);
  });

  test('each mistake is named by its place', () => {
    expect(problems({ number: '1111' }, { number: 'x' }, { id: 'z', number: '2222' }, { number: '1111' })).toEqual([
      'phones.1.number',
      'phones.2.id',
      'phones.3.number',
    ]);
    expect(problems({ number: '1111', kind: 'primary' }, { number: '2222', kind: 'primary' })).toEqual([
      'phones.1.kind',
    ]);
  });
});
