import { expect, test } from '@jest/globals';
import { Lanes } from './lanes.ts';

/** Work that says when it has begun, and is over when it is told to. */
function work() {
  const begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  let hasBegun = false;
  return {
    run: async () => {
      hasBegun = true;
      begun.resolve();
      await end.promise;
    },
    begun: begun.promise,
    end: end.resolve,
    get hasBegun() {
      return hasBegun;
    },
  };
}

test('what is in one lane is done in its order, and other lanes go on beside it', async () => {
  const lanes = new Lanes(8);
  const [first, second, other] = [work(), work(), work()];
  await lanes.add('a', first.run);
  await lanes.add('a', second.run);
  await lanes.add('b', other.run);
  await Promise.all([first.begun, other.begun]);
  other.end();
  expect(second.hasBegun).toBe(false);
  first.end();
  await second.begun;
  second.end();
  await lanes.drained();
});

test('whoever adds waits for room', async () => {
  const lanes = new Lanes(2);
  const [first, second, third] = [work(), work(), work()];
  await lanes.add('a', first.run);
  await lanes.add('b', second.run);
  const added = lanes.add('c', third.run);
  await second.begun;
  expect(third.hasBegun).toBe(false);
  second.end();
  await added;
  await third.begun;
  for (const each of [first, third]) each.end();
  await lanes.drained();
});
