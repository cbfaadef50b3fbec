import { describe, expect, test } from '@jest/globals';
import { readLeadSearch } from './search.ts';

const read = (typed: string, fullNumbers = true) => readLeadSearch(typed, 'IN', fullNumbers);

describe('a search for a lead', () => {
  test('that is blank looks for nothing', () => {
    expect(read('  ')).toBeNull();
  });

  test('by name is no number and no id', () => {
    expect(read(' Riya ')).toEqual({ text: 'Riya', id: null, numberKey: null, numberPart: null });
  });

  test('by id takes it in capitals too', () => {
    expect(read('01A20CA5-D304-7CD3-BB8F-546970C4EBAA')?.id).toBe('01a20ca5-d304-7cd3-bb8f-546970c4ebaa');
  });

  test.each([
    ['98123', '98123'],
    ['098123', '98123'],
    ['98 12-3', '98123'],
    ['+91 98123', '+9198123'],
    ['0091 98123', '+9198123'],
    ['98', null],
    ['0000', null],
    ['9812a', null],
  ])('reads %s as part of a number: %s', (typed, part) => {
    expect(read(typed)?.numberPart).toBe(part);
  });

  test('by part of a number is not for those who may not see numbers, by the whole number it is', () => {
    expect(read('98123', false)?.numberPart).toBeNull();
    expect(read('098123 45670', false)).toEqual({
      text: '098123 45670',
      id: null,
      numberKey: '+919812345670',
      numberPart: null,
    });
  });
});
