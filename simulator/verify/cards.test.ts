import { expect, test } from '@jest/globals';
import { areThese } from './cards.ts';

const card = (agent: string) => ({ agent, brief: false });
const brief = (agent: string) => ({ agent, brief: true });

test('cards are those that were wanted, in the order in which their counsellors were rung', () => {
  const wanted = [card('a'), card('b'), card('a')];
  expect(areThese(wanted, [['a'], ['b'], ['a']])).toBe(true);
  expect(areThese(wanted, [['b'], ['a'], ['a']])).toBe(false);
  expect(areThese(wanted, [['a'], ['b']])).toBe(false);
  expect(areThese(wanted, [['a'], ['b'], ['a'], ['c']])).toBe(false);
  expect(areThese([], [])).toBe(true);
});

test('of cards that were shown at one moment any may be the first', () => {
  expect(areThese([card('a'), card('b'), card('c')], [['c', 'b', 'a']])).toBe(true);
  // Of all in one heap only who had one counts.
  expect(areThese([card('a'), card('b'), card('a')], [['b', 'a', 'a']])).toBe(true);
  expect(areThese([card('a'), card('b'), card('c')], [['c'], ['b', 'a']])).toBe(false);
});

test('a brief ring may have been over before its card came', () => {
  expect(areThese([brief('a'), card('b')], [['b']])).toBe(true);
  expect(areThese([brief('a'), card('a')], [['a']])).toBe(true);
  expect(areThese([brief('a'), card('b')], [['b'], ['a']])).toBe(false);
});
