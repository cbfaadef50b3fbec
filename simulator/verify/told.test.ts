import { describe, expect, test } from '@jest/globals';
import type { Told } from '../ledger.ts';
import type { Report, Says } from '../telling/message.ts';
import { hear } from './told.ts';

const report = (agent: string | null, more: Partial<Report> = {}): Report => ({
  kind: 'reports',
  agent,
  result: 'failed',
  cause: 'no_answer',
  talkSeconds: null,
  recording: false,
  endsAt: null,
  startTold: false,
  ...more,
});
const rings = (agent: string): Says => ({ kind: 'rings', agent });

/** Told one a second. */
const story = (...all: readonly Says[]): readonly Told[] =>
  all.map((said, place) => ({
    says: [said],
    named: true,
    sentAt: place * 1000,
    at: place * 1000,
    by: 'request',
    certain: true,
    slow: false,
  }));
const heard = (
  says: readonly Says[],
  ring: 'sequential' | 'simultaneous' = 'sequential',
  clicker: string | null = null,
) => hear(story(...says), { ring, ringMs: 10_000, clicker });
const shown = (says: readonly Says[]) => heard(says).rings.map((one) => [one.agent, one.shown]);

describe('who heard all requests knows', () => {
  test('a ring told again as a repeat while it is the newest and open, else as a new one', () => {
    expect(shown([rings('a'), rings('a')])).toEqual([['a', true]]);
    expect(shown([rings('a'), rings('b'), rings('a')])).toEqual([
      ['a', true],
      ['b', true],
      ['a', true],
    ]);
  });

  test('a ring told after its own report, or after the end, as one that is over', () => {
    expect(shown([report('a'), rings('a')])).toEqual([['a', false]]);
    expect(shown([rings('a'), report('a', { result: 'answered' }), rings('b')])).toEqual([
      ['a', true],
      ['b', false],
    ]);
  });

  test('a ring told after it stopped as one that is over, and told once more as a new one', () => {
    const stops: Says = { kind: 'stops_ringing', agent: 'a' };
    expect(shown([stops, rings('a'), rings('b'), rings('a')])).toEqual([
      ['a', false],
      ['b', true],
      ['a', true],
    ]);
    expect(shown([rings('a'), stops, rings('a')])).toEqual([
      ['a', true],
      ['a', true],
    ]);
  });

  test('another counsellor’s ring soon after a failed leg as the next leg', () => {
    const { ended, rings: all } = heard([rings('a'), report('a'), rings('b')]);
    expect(ended).toBe(false);
    expect(all.map((one) => one.shown)).toEqual([true, true]);
    expect(heard([rings('a'), report(null), rings('b')]).ended).toBe(true);
  });

  test('who picked up without being told to ring as rung', () => {
    expect(heard([{ kind: 'answers', agent: 'a' }])).toMatchObject({
      rings: [{ agent: 'a', shown: true }],
      answered: ['a'],
    });
    expect(heard([{ kind: 'answers', agent: 'a' }], 'sequential', 'a').rings).toEqual([]);
    // Told of afterwards, it is the same ring; and nobody is rung on a call they talk on.
    expect(shown([{ kind: 'answers', agent: 'a' }, rings('b'), rings('a')])).toEqual([
      ['a', true],
      ['b', true],
    ]);
    expect(shown([rings('a'), { kind: 'answers', agent: 'a' }, rings('a')])).toEqual([['a', true]]);
  });

  test('an answer told again as a repeat, which ends no ring, unless its counsellor was rung since', () => {
    const a: Says = { kind: 'answers', agent: 'a' };
    const b: Says = { kind: 'answers', agent: 'b' };
    expect(shown([rings('a'), a, rings('b'), a, rings('b')])).toEqual([
      ['a', true],
      ['b', true],
    ]);
    const { answered, rings: all } = heard([rings('a'), a, rings('b'), b, rings('a'), a]);
    expect(answered).toEqual(['b', 'a']);
    expect(all.at(-1)).toMatchObject({ agent: 'a', endedAt: 5000 });
  });

  test('that somebody answered, though nobody told of the end, or told of another', () => {
    const answers: Says = { kind: 'answers', agent: 'a' };
    expect(heard([answers]).pickedUp).toBe(true);
    expect(heard([answers, report('a')]).pickedUp).toBe(true);
    expect(heard([report(null), answers]).pickedUp).toBe(false);
  });

  test('reports of one leg field by field: absent takes nothing away', () => {
    const { legs } = heard([
      report('a', { result: 'answered', cause: null, talkSeconds: 60, endsAt: 90 }),
      report('a', { result: 'answered', cause: null, recording: true }),
    ]);
    expect(legs).toMatchObject([{ agent: 'a', result: 'answered', talkSeconds: 60, recording: true, endsAt: 90 }]);
  });

  test('the record’s legs beside the reports’, which come first', () => {
    const told = story(rings('a'), report('b', { result: 'answered', cause: null, talkSeconds: 5 }));
    const pulled = {
      kind: 'pulled',
      at: 9000,
      legs: [
        { ...report('b', { talkSeconds: 7, recording: true }), agent: 'b' },
        { ...report('c'), agent: 'c' },
      ],
    } as const;
    const { legs, ended } = hear([...told, pulled], { ring: 'sequential', ringMs: 10_000, clicker: null });
    expect(ended).toBe(true);
    expect(legs).toMatchObject([
      { agent: 'b', result: 'answered', talkSeconds: 5, recording: true },
      { agent: 'c', result: 'failed', from: 'record' },
    ]);
  });
});
