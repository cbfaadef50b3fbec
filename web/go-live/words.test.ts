import { expect, test } from '@jest/globals';
import { missing, summary } from './words.ts';

const step = (state: 'done' | 'waiting' | 'failed', seen: string) => ({
  text: '',
  state,
  seen,
  at: null,
  callId: null,
  requestId: null,
});

test('a check says what is wrong before what is waited for, and nothing when all is done', () => {
  expect(missing({ steps: [step('done', 'a'), step('waiting', 'b'), step('failed', 'c')] })).toBe('c');
  expect(missing({ steps: [step('done', 'a'), step('waiting', 'b')] })).toBe('b');
  expect(missing({ steps: [step('done', 'a')] })).toBeNull();
});

test('how the checks stand fits into a sentence', () => {
  const states = ['passed', 'passed', 'failed', 'not_possible', 'waiting'] as const;
  expect(summary(states.map((state) => ({ state })))).toBe(
    '2 of 5 checks are passed, one is not right, one is not possible.',
  );
  expect(summary([{ state: 'passed' }])).toBe('1 of 1 checks are passed.');
});
