import { describe, expect, test } from '@jest/globals';
import { recordingOf } from './recording-state.ts';

const day = 86_400_000;
const settled = { outcome: 'answered' as const, hasRecording: false, settledAt: 1000, amendSeconds: null };

describe('the recording of a call', () => {
  test('is none before the call has ended, and when nobody talked', () => {
    expect(recordingOf({ ...settled, outcome: null, settledAt: null }, 0)).toBe('none');
    expect(recordingOf({ ...settled, outcome: 'missed', hasRecording: true }, 0)).toBe('none');
  });

  test('is ready once its address is known, of talk and of voicemail', () => {
    expect(recordingOf({ ...settled, hasRecording: true }, 10 * day)).toBe('ready');
    expect(recordingOf({ ...settled, outcome: 'voicemail', hasRecording: true }, 0)).toBe('ready');
  });

  test('is waited for as long as corrections are in time, a day by default, and then lost', () => {
    expect(recordingOf(settled, 1000 + day)).toBe('pending');
    expect(recordingOf(settled, 1001 + day)).toBe('lost');
    expect(recordingOf({ ...settled, amendSeconds: 60 }, 1000 + 60_001)).toBe('lost');
  });

  test('is lost as soon as the vendor was asked for it in vain, and found again when it comes', () => {
    const flags = ['recording_lost'];
    expect(recordingOf({ ...settled, flags }, 2000)).toBe('lost');
    expect(recordingOf({ ...settled, flags, hasRecording: true }, 2000)).toBe('ready');
  });
});
