import { describe, expect, test } from '@jest/globals';
import type { Call } from '../api/contract.ts';
import { clockOf } from '../words/time.ts';
import { verdict, waitingWords } from './verdict.ts';

const asha = { id: 'asha', name: 'Asha Rao' };
const bilal = { id: 'bilal', name: 'Bilal Khan' };
type Offer = Call['offers'][number];
const offer = (counsellor: Offer['counsellor'], result: Offer['result'], seconds: number): Offer => ({
  counsellor,
  at: '2026-11-24T10:00:00.000Z',
  endedAt: new Date(Date.parse('2026-11-24T10:00:00.000Z') + seconds * 1000).toISOString(),
  result,
});
const call = (more: Partial<Call>): Call => ({
  id: 'call',
  direction: 'inbound',
  state: 'ended',
  outcome: null,
  lead: null,
  number: null,
  did: null,
  campaign: null,
  counsellor: null,
  offers: [],
  startedAt: '2026-11-24T10:00:00.000Z',
  answeredAt: null,
  endedAt: null,
  ringSeconds: null,
  talkSeconds: 0,
  recording: 'none',
  disposition: null,
  source: 'events',
  flags: [],
  vendor: 'tatatel',
  vendorCallId: null,
  ...more,
});

describe('the verdict on a call', () => {
  test('names who was rung for how long, in their order, when nobody answered', () => {
    const offers = [offer(asha, 'missed', 20), offer(bilal, 'missed', 75)];
    expect(verdict(call({ outcome: 'missed', offers }))).toBe(
      'Nobody answered. Rung: Asha Rao for 20 s, then Bilal Khan for 1 min 15 s.',
    );
    expect(verdict(call({ outcome: 'missed' }))).toBe(
      'Nobody answered. No counsellor of ours is known to have been rung.',
    );
  });

  test('names who talked, and who was rung before in vain', () => {
    const offers = [offer(asha, 'missed', 20), offer(bilal, 'answered', 5)];
    expect(verdict(call({ outcome: 'answered', counsellor: bilal, talkSeconds: 65, offers }))).toBe(
      'Bilal Khan talked for 1 min 5 s. Rung before in vain: Asha Rao for 20 s.',
    );
    expect(verdict(call({ outcome: 'answered', counsellor: bilal, talkSeconds: null }))).toBe(
      'Bilal Khan talked; nobody told for how long.',
    );
  });

  test('says why a click was not placed, and that an unknown end is unknown', () => {
    const reason = { code: 'vendor_busy', text: 'The vendor is busy.' };
    expect(verdict(call({ direction: 'outbound', outcome: 'failed', reason }))).toBe(
      'The call was not placed: The vendor is busy.',
    );
    expect(verdict(call({ outcome: 'unknown', offers: [offer(asha, 'missed', 0)] }))).toMatch(
      /Nobody told how the call ended.*Rung: Asha Rao\.$/,
    );
    expect(verdict(call({ state: 'talking' }))).toBe('The call is still on: talking.');
  });
});

describe('a call that nobody tells the end of', () => {
  const now = Date.parse('2026-11-24T10:02:00.000Z');
  const says = (waiting: Parameters<typeof waitingWords>[1], state: Call['state'] = 'ringing') =>
    waitingWords(call({ state }), waiting, { clock: { when: clockOf('Asia/Kolkata').time }, now });
  const giveUpAt = '2026-11-24T12:05:00.000Z';

  test('says until when one is waited for', () => {
    expect(says({ askAt: null, giveUpAt })).toBe('No end heard yet; without one it closes by 17:35 at the latest.');
  });

  test('says when the vendor is asked, where it can be', () => {
    expect(says({ askAt: '2026-11-24T10:05:00.000Z', giveUpAt })).toContain('records are asked at 15:35.');
    expect(says({ askAt: '2026-11-24T10:01:00.000Z', giveUpAt })).toContain('are being asked.');
  });

  test('is not spoken of before anybody rings', () => {
    expect(says({ askAt: null, giveUpAt }, 'routing')).toBeNull();
    expect(says(undefined)).toBeNull();
    expect(verdict(call({ state: 'ringing' }), 'No end heard yet.')).toBe(
      'The call is still on: ringing. No end heard yet.',
    );
  });
});
