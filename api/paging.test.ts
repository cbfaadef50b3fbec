import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { cutPage, pageQuery, readCursor, writeCursor } from './paging.ts';

test.each([
  [undefined, 50],
  ['1', 1],
  ['200', 200],
  ['201', 200],
  ['9'.repeat(400), 200],
])('a limit of %s counts as %i', (limit, counts) => {
  expect(pageQuery.parse({ limit }).limit).toBe(counts);
});

test.each(['0', '-1', '1.5', '1e2', '', 'all'])('a limit of "%s" is refused', (limit) => {
  expect(pageQuery.safeParse({ limit }).success).toBe(false);
});

const key = z.tuple([z.number(), z.string()]);

test('a cursor gives back the key it was made of', () => {
  expect(readCursor(writeCursor([5, 'é']), key)).toEqual([5, 'é']);
  expect(readCursor(undefined, key)).toBeNull();
});

test.each(['made-up', '', writeCursor(['other', 'list']), writeCursor([1])])(
  'the cursor "%s" is not of this list',
  (cursor) => {
    expect(() => readCursor(cursor, key)).toThrow(expect.objectContaining({ status: 400, code: 'invalid_request' }));
  },
);

test('there is a next page exactly when there is a further row', () => {
  const rows = [1, 2, 3];
  expect(cutPage(rows, 3, (row) => [row])).toEqual({ rows, nextCursor: null });
  expect(cutPage(rows, 2, (row) => [row])).toEqual({ rows: [1, 2], nextCursor: writeCursor([2]) });
  expect(cutPage([], 2, () => [])).toEqual({ rows: [], nextCursor: null });
});
