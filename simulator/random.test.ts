import { expect, test } from '@jest/globals';
import { seeded } from './random.ts';

test('the same seed draws the same, and another seed does not', () => {
  const draw = (seed: string) => Array.from({ length: 20 }, seeded(seed).next);
  expect(draw('a')).toEqual(draw('a'));
  expect(draw('a')).not.toEqual(draw('b'));
});

test('what a part draws does not depend on what was drawn before it', () => {
  const [one, other] = [seeded('a'), seeded('a')];
  one.next();
  expect(one.fork('calls').next()).toBe(other.fork('calls').next());
  expect(one.fork('calls').next()).not.toBe(one.fork('people').next());
});

test('whole numbers stay between their bounds and reach both', () => {
  const random = seeded('bounds');
  const drawn = new Set(Array.from({ length: 200 }, () => random.int(3, 5)));
  expect([...drawn].toSorted()).toEqual([3, 4, 5]);
});

test('shuffling loses nothing', () => {
  expect(seeded('cards').shuffled([1, 2, 3, 4, 5]).toSorted()).toEqual([1, 2, 3, 4, 5]);
});
