import { describe, expect, test } from '@jest/globals';
import { follow } from './follow.ts';

const rows = (...seqs: number[]) => seqs.map((seq) => ({ seq, type: 'missed' as const, ref: null }));
const seqs = (next: ReturnType<typeof follow>) => (next.lost ? 'lost' : next.rows.map(({ seq }) => seq));

describe('what a client at a position gets next', () => {
  test('nothing when it is at the head', () => {
    expect(follow({ head: 7, rows: [] }, 7, 10)).toEqual({ lost: false, rows: [], more: false });
  });

  test('every later message in order', () => {
    expect(seqs(follow({ head: 7, rows: rows(5, 6, 7) }, 4, 10))).toEqual([5, 6, 7]);
  });

  test('only what is later than its own position when another tab is further behind', () => {
    expect(seqs(follow({ head: 7, rows: rows(5, 6, 7) }, 6, 10))).toEqual([7]);
  });

  test('a first part, and word of more, when there is much', () => {
    expect(follow({ head: 9, rows: rows(5, 6) }, 4, 2)).toEqual({ lost: false, rows: rows(5, 6), more: true });
  });

  test('nothing yet, and word of more, when the part read ends before its position', () => {
    expect(follow({ head: 9, rows: rows(3, 4) }, 7, 2)).toEqual({ lost: false, rows: [], more: true });
  });

  test('a snapshot when it is ahead', () => {
    expect(seqs(follow({ head: 7, rows: [] }, 8, 10))).toBe('lost');
  });

  test('a snapshot when what it missed is forgotten, wholly or in part', () => {
    expect(seqs(follow({ head: 7, rows: [] }, 4, 10))).toBe('lost');
    expect(seqs(follow({ head: 7, rows: rows(6, 7) }, 4, 10))).toBe('lost');
    expect(seqs(follow({ head: 7, rows: rows(5, 7) }, 4, 10))).toBe('lost');
  });
});
