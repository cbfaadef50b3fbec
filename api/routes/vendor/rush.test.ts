import { expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Rush } from './rush.ts';

test('consequences are drawn at once, in a rush when it is over, and in a long one after a while', async () => {
  const drawn: string[] = [];
  const rush = new Rush(1, 50);
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  const answers = [rush.during(async () => await first.promise), rush.during(async () => await second.promise)];
  rush.afterwards(() => drawn.push('held'));
  expect(drawn).toEqual([]);
  first.resolve();
  await answers[0];
  expect(drawn).toEqual(['held']);
  rush.afterwards(() => drawn.push('at once'));
  expect(drawn).toEqual(['held', 'at once']);

  const third = rush.during(async () => await sleep(200));
  rush.afterwards(() => drawn.push('after a while'));
  await sleep(100);
  expect(drawn).toEqual(['held', 'at once', 'after a while']);
  second.resolve();
  await Promise.all([...answers, third]);
});
