import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { demo } from '../../dev/demo-data.ts';
import type { Child } from '../../dev/process/child.ts';
import type { JsonObject } from '../../vendors/json.ts';
import { openWay, type CuttableWay } from '../environment/cut-off.ts';
import { crash, openPlant, type Plant } from '../resilience/plant.ts';
import { ask } from '../spine/stage.ts';
import { ASHA, RIYA } from '../spine/vendor-call.ts';
import { builtPages, signInAt, startBrowsers, type Browsers } from './browsers.ts';

jest.setTimeout(120_000);

let plant: Plant;
let api: Child;
let way: CuttableWay;
let browsers: Browsers;
let context: BrowserContext;
let desk: Page;
beforeAll(async () => {
  const webDir = await builtPages();
  [plant, browsers] = await Promise.all([openPlant({ variables: { WEB_DIR: webDir } }), startBrowsers()]);
  [api] = await Promise.all([plant.start('api'), plant.start('worker')]);
  way = await openWay(Number(new URL(plant.apiUrl).port));
  context = await browsers.open();
  desk = await signInAt(context, `http://127.0.0.1:${way.port}`, 'asha@demo.test');
}, 180_000);
afterEach(async () => {
  await way.restore();
  await desk.getByRole('status', { name: 'Connection: Live' }).waitFor();
});
afterAll(async () => {
  await browsers.close();
  await way.cut();
  await plant.close();
});

let calls = 0;

/** The vendor has no part in what befalls the browser's network. */
async function rings(): Promise<JsonObject> {
  calls += 1;
  const call = { secret_key: demo.secretKey, call_id: `connection ${calls}`, applicant_no: RIYA, agent_no: ASHA };
  await ask(`${plant.apiUrl}/ivrCallNotification/${demo.institute.id}/${demo.vendor}`, 'POST', call);
  return call;
}

const ends = async (call: JsonObject) =>
  await ask(`${plant.apiUrl}/ivrCallBackDetails/${demo.institute.id}/${demo.vendor}`, 'POST', {
    ...call,
    status: 'missed',
  });

const state = (word: string) => desk.getByRole('status', { name: `Connection: ${word}` });

describe('a desk whose connection goes', () => {
  test('says so, and shows what rang and what ended meanwhile when the network is back', async () => {
    const before = await rings();
    await desk.getByRole('article').waitFor();
    await way.cut();
    await state('Reconnecting').waitFor();
    await ends(before);
    const meanwhile = await rings();
    await way.restore();
    await state('Live').waitFor();
    await desk.getByText('Riya Sharma').first().waitFor();
    await desk.waitForFunction(() => document.querySelectorAll('article').length === 1);
    await desk.getByRole('link', { name: 'Missed calls: 1' }).waitFor();
    await ends(meanwhile);
    await desk.getByRole('article').waitFor({ state: 'detached' });
  });

  test('goes on by itself when the API is killed and started again', async () => {
    const direct = await signInAt(await browsers.open(), plant.apiUrl, 'asha@demo.test');
    const call = await rings();
    await direct.getByRole('article').waitFor();
    await crash(api);
    await direct.getByRole('status', { name: 'Connection: Reconnecting' }).waitFor();
    api = await plant.start('api');
    await direct.getByRole('status', { name: 'Connection: Live' }).waitFor();
    expect(await direct.getByRole('article').count()).toBe(1);
    await ends(call);
    await direct.getByRole('article').waitFor({ state: 'detached' });
    await direct.context().close();
  });

  test('has its card still to dismiss after a dismissal that did not get through, and says why', async () => {
    const call = await rings();
    await desk.getByRole('article').waitFor();
    await way.cut();
    await desk.getByRole('button', { name: 'Dismiss' }).click();
    await desk.getByText('There is no connection to Callthread.').waitFor();
    expect(await desk.getByRole('article').count()).toBe(1);
    await way.restore();
    await state('Live').waitFor();
    await desk.getByRole('button', { name: 'Dismiss' }).click();
    await desk.getByRole('article').waitFor({ state: 'detached' });
    await ends(call);
  });

  test('leads to the door when the session is ended in another tab, and back to the page after it', async () => {
    const other = await context.newPage();
    await other.goto(`http://127.0.0.1:${way.port}/leads`);
    await other.getByRole('button', { name: /settings and sign out/ }).click();
    await other.getByRole('button', { name: 'Sign out', exact: true }).click();
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
    await desk.getByRole('heading', { name: 'Sign in' }).waitFor();
    await other.close();
    await desk.getByLabel('E-mail').fill('asha@demo.test');
    await desk.locator('[name=password]').fill(demo.password);
    await desk.getByRole('button', { name: 'Sign in', exact: true }).click();
    await state('Live').waitFor();
  });
});
