import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ask, eventually, openStage, type Stage } from '../spine/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ worker: false });
});
afterAll(async () => await stage.close());

test('how many feed streams a process holds is among its metrics', async () => {
  const streams = async (): Promise<string | undefined> =>
    /^feed_streams (\d+)$/m.exec(String((await ask(`${stage.url}/metrics`, 'GET')).body))?.[1];
  expect(await streams()).toBe('0');
  const feed = (await stage.signIn('asha@demo.test')).stream();
  await feed.count(1);
  expect(await streams()).toBe('1');
  feed.close();
  await eventually(async () => ((await streams()) === '0' ? true : null));
});
