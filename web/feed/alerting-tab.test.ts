import { expect, test } from '@jest/globals';
import { chooseAlerting, type TabStanding } from './alerting-tab.ts';

const tab = (visible: boolean, canSound: boolean): TabStanding => ({ visible, canSound });

test('one tab alerts: one that may sound, the one that did, one in sight', () => {
  expect(chooseAlerting(new Map(), null)).toBeNull();
  expect(
    chooseAlerting(
      new Map([
        ['a', tab(true, false)],
        ['b', tab(false, true)],
      ]),
      'a',
    ),
  ).toBe('b');
  expect(
    chooseAlerting(
      new Map([
        ['a', tab(false, true)],
        ['b', tab(true, true)],
      ]),
      'a',
    ),
  ).toBe('a');
  expect(
    chooseAlerting(
      new Map([
        ['a', tab(true, true)],
        ['b', tab(false, true)],
      ]),
      'gone',
    ),
  ).toBe('a');
  expect(
    chooseAlerting(
      new Map([
        ['a', tab(false, false)],
        ['b', tab(false, false)],
      ]),
      null,
    ),
  ).toBe('b');
});
