import { expect, test } from '@jest/globals';
import { remember } from './remember.ts';

test('a result is worked out once, and again when it was forgotten', () => {
  const worked: string[] = [];
  const length = remember(2, (text) => {
    worked.push(text);
    return text.length;
  });
  expect(['a', 'bb', 'a', 'ccc', 'bb', 'a'].map(length)).toEqual([1, 2, 1, 3, 2, 1]);
  expect(worked).toEqual(['a', 'bb', 'ccc', 'a']);
});

test('that there is no result is remembered as well', () => {
  let asked = 0;
  const nothing = remember(5, () => {
    asked += 1;
    return null;
  });
  expect([nothing('x'), nothing('x'), asked]).toEqual([null, null, 1]);
});
