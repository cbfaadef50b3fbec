import { describe, expect, test } from '@jest/globals';
import type { InboundCall, InboundCourse } from './planned.ts';
import { unfold } from './script.ts';

const inbound = (course: InboundCourse, fallback: readonly string[] = ['c08', 'c09']): InboundCall => ({
  kind: 'inbound',
  number: 1,
  vendor: 'tatatel',
  student: { ref: 's1', number: '+919810000001', lead: null },
  did: { number: '+918047100001', vendor: 'tatatel', campaign: 'Website' },
  ringSeconds: [10, 20],
  talkSeconds: 60,
  course,
  fallback,
});

describe('a call that comes in', () => {
  test('rings whom the product named, then the vendor’s own, until somebody picks up', () => {
    const script = unfold(inbound({ kind: 'answered', atRing: 1, transfer: null }), ['c01'], 'sequential');
    expect(script.rings).toEqual([
      { agent: 'c01', from: 4, to: 14, result: 'missed' },
      { agent: 'c08', from: 14, to: 34, result: 'answered' },
    ]);
    expect(script).toMatchObject({ outcome: 'answered', talks: [{ agent: 'c08', from: 34, to: 94 }], ends: 94 });
  });

  test('rings all at once where the vendor does, and only one picks up', () => {
    const { rings } = unfold(
      inbound({ kind: 'answered', atRing: 1, transfer: null }),
      ['c01', 'c02', 'c03'],
      'simultaneous',
    );
    expect(rings.map(({ from, result }) => [from, result])).toEqual([
      [4, 'answered_elsewhere'],
      [4, 'answered'],
      [4, 'answered_elsewhere'],
    ]);
  });

  test('that is handed over has two who talked, one after the other', () => {
    const script = unfold(
      inbound({ kind: 'answered', atRing: 0, transfer: { to: 'c05', talkSeconds: 30 } }),
      ['c01'],
      'sequential',
    );
    expect(script.talks.map(({ agent, from, to }) => [agent, to - from])).toEqual([
      ['c01', 60],
      ['c05', 30],
    ]);
    expect(script.rings.map(({ agent, result }) => [agent, result])).toEqual([
      ['c01', 'answered'],
      ['c05', 'answered'],
    ]);
  });

  test('that ends in the greeting rings nobody; one that nobody takes is missed, or a voicemail', () => {
    expect(unfold(inbound({ kind: 'hangs_up_in_greeting' }), ['c01'], 'sequential')).toMatchObject({
      outcome: 'abandoned',
      rings: [],
      talks: [],
    });
    const unanswered = (leavesVoicemail: boolean) =>
      unfold(inbound({ kind: 'unanswered', rings: 2, leavesVoicemail }), ['c01'], 'sequential');
    expect(unanswered(false)).toMatchObject({ outcome: 'missed', rings: [{ result: 'missed' }, { result: 'missed' }] });
    expect(unanswered(true).outcome).toBe('voicemail');
  });
});

test('a call that is dialled rings who dials first, and talk begins when the student picks up', () => {
  const { kind: _kind, course: _course, fallback: _fallback, ...base } = inbound({ kind: 'hangs_up_in_greeting' });
  const script = unfold({ ...base, kind: 'dialled', counsellor: 'c02', course: 'answered' }, [], 'sequential');
  expect(script).toMatchObject({
    direction: 'outbound',
    rings: [{ agent: 'c02', from: 0, to: 8 }],
    talks: [{ agent: 'c02', from: 16, to: 76 }],
  });
  const unpicked = unfold({ ...base, kind: 'clicked', counsellor: 'c02', course: 'agent_no_answer' }, [], 'sequential');
  expect(unpicked).toMatchObject({ outcome: 'agent_no_answer', talks: [], ends: 8 });
});
