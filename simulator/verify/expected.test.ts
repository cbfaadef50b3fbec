import { describe, expect, test } from '@jest/globals';
import type { InboundCall } from '../day/planned.ts';
import { unfold } from '../day/script.ts';
import type { LedgerEntry } from '../ledger.ts';
import type { Says } from '../telling/message.ts';
import { vendorTraits } from '../vendor-traits.ts';
import { expectedOf } from './expected.ts';

const call: InboundCall = {
  kind: 'inbound',
  number: 1,
  vendor: 'myoperator',
  student: { ref: 's1', number: '+919810000001', lead: null },
  did: { number: '+918047100001', vendor: 'myoperator', campaign: 'Website' },
  ringSeconds: [10],
  talkSeconds: 60,
  course: { kind: 'unanswered', rings: 2, leavesVoicemail: true },
  fallback: ['a', 'b'],
};
const rings = (agent: string): Says => ({ kind: 'rings', agent });
const fails = (agent: string): Says => ({
  kind: 'reports',
  agent,
  result: 'failed',
  cause: 'no_answer',
  talkSeconds: null,
  recording: false,
  endsAt: null,
  startTold: true,
});

/** How it may be shown that a voicemail was told as missed, which only the record knows better. */
function outcomes(endedAt: number, ...told: readonly (readonly [number, Says])[]): readonly string[] {
  const entry: LedgerEntry = {
    call,
    callId: '1',
    beganAt: 0,
    endedAt,
    script: unfold(call, [], 'sequential'),
    asked: null,
    told: told.map(([at, said]) => ({
      says: [said],
      named: true,
      sentAt: at,
      at,
      by: 'request',
      certain: true,
      slow: false,
    })),
    refused: [],
    click: null,
    putOffs: 0,
    saved: [],
    faults: [],
  };
  return [...new Set(expectedOf(entry, vendorTraits.myoperator).map(({ outcome }) => outcome))];
}

describe('the vendor’s record counts', () => {
  test('where nobody tells of the end', () => {
    expect(outcomes(5000, [0, rings('a')], [1000, rings('b')])).toEqual(['voicemail']);
  });

  test('or not, where the end was told after a silence in which it may have been asked for', () => {
    expect(outcomes(5000, [0, rings('a')], [8000, fails('a')])).toEqual(['missed', 'voicemail']);
    // Asked for while the call was on, it comes when all of this has been told.
    expect(outcomes(5000, [0, rings('a')], [4000, rings('b')], [5000, fails('b')])).toEqual(['missed', 'voicemail']);
  });

  test('not where there was no silence, or none before it was told to be over', () => {
    expect(outcomes(3000, [0, rings('a')], [1500, rings('b')], [3000, fails('b')])).toEqual(['missed']);
    expect(outcomes(3000, [0, rings('a')], [1500, rings('b')], [3000, fails('b')], [9000, fails('b')])).toEqual([
      'missed',
    ]);
  });
});
