import { expect, test } from '@jest/globals';
import { gist } from './gist.ts';

test('a request is told apart by its call, its number and its agent, wherever they stand in it', () => {
  const request = {
    secret_key: '[redacted]',
    did_no: '8047100100',
    agent_no: '9990947416',
    call_id: 'c-1',
    status: '',
  };
  expect(gist(request)).toBe('call_id c-1 · agent_no 9990947416 · did_no 8047100100');
});

test('what is long is cut, and what could not be read says nothing', () => {
  expect(gist({ note: 'x'.repeat(60), parts: { a: 1 } })).toBe(`note ${'x'.repeat(26)}…`);
  expect(gist(null)).toBe('');
});
