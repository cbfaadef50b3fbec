import { expect, test } from '@jest/globals';
import type { NativeRouting } from '../native.ts';
import { answerPassthru } from './passthru.ts';
import { answerConnect, answerDialWhom } from './routing.ts';

const routing = (numbers: readonly string[], more: Partial<NativeRouting> = {}): NativeRouting => ({
  numbers,
  ring: 'sequential',
  ringSeconds: 30,
  talkSeconds: 28_800,
  vendorSettings: {},
  ...more,
});

test('a soft phone’s address is left out, which Exotel would drop without a word', () => {
  const numbers = ['sip:asha@exotel', '09990947416'];
  expect(answerConnect(routing(numbers)).body).toMatchObject({ destination: { numbers: ['09990947416'] } });
  expect(answerDialWhom(routing(numbers)).body).toBe('09990947416');
  expect(answerConnect(routing(['sip:asha@exotel'])).body).toEqual({ destination: { numbers: [] } });
  expect(answerPassthru(routing(['sip:asha@exotel'])).httpStatus).toBe(302);
});

test('no talk is asked for that is longer than Exotel takes, and all ring at once where they are to', () => {
  expect(answerConnect(routing(['09990947416', '09899364545'], { ring: 'simultaneous' })).body).toMatchObject({
    max_ringing_duration: 30,
    max_conversation_duration: 14_400,
    parallel_ringing: { activate: true, max_parallel_attempts: 2 },
  });
});
