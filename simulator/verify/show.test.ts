import { expect, test } from '@jest/globals';
import { unfold } from '../day/script.ts';
import type { InboundCall } from '../day/planned.ts';
import type { LedgerEntry } from '../ledger.ts';
import { vendorTraits } from '../vendor-traits.ts';
import { show } from './show.ts';
import { hear } from './told.ts';

const call: InboundCall = {
  kind: 'inbound',
  number: 1,
  vendor: 'mcubes',
  student: { ref: 's1', number: '+919810000001', lead: null },
  did: { number: '+918047100001', vendor: 'mcubes', campaign: 'Website' },
  ringSeconds: [10],
  talkSeconds: 60,
  course: { kind: 'unanswered', rings: 1, leavesVoicemail: false },
  fallback: ['a', 'b'],
};

test('of a call that was given up it is not known how it came out, and whom reports named was rung all the same', () => {
  const failed = {
    kind: 'reports',
    agent: 'a',
    result: 'failed',
    cause: 'no_answer',
    talkSeconds: null,
    recording: true,
    endsAt: null,
    startTold: true,
  } as const;
  const told: LedgerEntry['told'] = [[failed], [{ kind: 'rings', agent: 'b' } as const]].map((says, place) => ({
    says,
    named: true,
    sentAt: place * 1000,
    at: place * 1000,
    by: 'request',
    certain: true,
    slow: false,
  }));
  const entry: LedgerEntry = {
    call,
    callId: '1',
    beganAt: 0,
    endedAt: 9000,
    script: unfold(call, [], 'simultaneous'),
    asked: null,
    told,
    refused: [],
    click: null,
    putOffs: 0,
    saved: [],
    faults: [],
  };
  const heard = hear(told, { ring: 'simultaneous', ringMs: 10_000, clicker: null });
  // Another counsellor's ring soon after a failed leg: the call goes on, and nobody tells of its end.
  expect(heard.ended).toBe(false);
  expect(show(entry, heard, heard.ended, null, vendorTraits.mcubes)).toMatchObject({
    outcome: 'unknown',
    counsellor: null,
    talkSeconds: 0,
    offers: [
      { agent: 'b', result: 'missed' },
      { agent: 'a', result: 'missed' },
    ],
    recording: 'none',
    source: 'events',
    stamped: true,
  });
});
