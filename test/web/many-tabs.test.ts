import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { openStage, eventually, type Stage } from '../spine/stage.ts';
import { aVendorCall, ASHA, BILAL, NEHA, RIYA, type VendorCall } from '../spine/vendor-call.ts';
import { anotherTab, builtPages, signInAt, startBrowsers, type Browsers } from './browsers.ts';
import { hide, notified, sounding, watchSenses } from './senses.ts';

jest.setTimeout(120_000);

const TABS = 10;

let stage: Stage;
let browsers: Browsers;
/** Asha's browser with ten tabs, and her second one, on another machine. */
let tabs: readonly Page[];
let second: Page;
let ringing: VendorCall[] = [];
beforeAll(async () => {
  const webDir = await builtPages();
  [stage, browsers] = await Promise.all([openStage({ variables: { WEB_DIR: webDir } }), startBrowsers()]);
  const [first, other] = await Promise.all([aBrowser(), aBrowser()]);
  const signedIn = await signInAt(first, stage.url, 'asha@demo.test');
  const more: Page[] = [];
  for (let count = 1; count < TABS; count += 1) more.push(await anotherTab(first, stage.url));
  tabs = [signedIn, ...more];
  second = await signInAt(other, stage.url, 'asha@demo.test');
}, 180_000);
afterEach(async () => {
  for (const call of ringing) await call.ends();
  ringing = [];
  await Promise.all(everywhere().map(async (page) => await cards(page).first().waitFor({ state: 'detached' })));
});
afterAll(async () => {
  await browsers.close();
  await stage.close();
});

async function aBrowser(): Promise<BrowserContext> {
  const context = await browsers.open();
  await watchSenses(context);
  return context;
}

const everywhere = (): readonly Page[] => [...tabs, second];
const cards = (page: Page) => page.getByRole('article');

async function rings(number = RIYA): Promise<VendorCall> {
  const call = aVendorCall(stage, number, { did_no: '8047100100' });
  ringing.push(call);
  await call.rings(ASHA);
  await Promise.all(everywhere().map(async (page) => await cards(page).first().waitFor()));
  return call;
}

describe('a counsellor with ten tabs and two browsers', () => {
  test('has one card in each, and one sound in each browser', async () => {
    await rings();
    expect(await Promise.all(everywhere().map(async (page) => await cards(page).count()))).toEqual(
      Array(TABS + 1).fill(1),
    );
    await eventually(async () => ((await sounding(tabs)) === 1 && (await sounding([second])) === 1 ? true : null));
  });

  test('dismisses once, and the card is gone everywhere in under a second, with its sound', async () => {
    await rings();
    await second.getByRole('button', { name: 'Dismiss' }).click();
    await Promise.all(everywhere().map(async (page) => await cards(page).waitFor({ state: 'detached' })));
    const clickedAt = await second.evaluate(() => window.senses.clickedAt);
    const emptied = await Promise.all(
      everywhere().map(async (page) => await page.evaluate(() => window.senses.emptiedAt)),
    );
    // Well under a second on a machine that is not busy with other tests; twice the poll means that somebody was not told.
    expect(Math.max(...emptied) - clickedAt).toBeLessThan(6000);
    await eventually(async () => ((await sounding(everywhere())) === 0 ? true : null));
    // It stays away, in a tab that opens later too.
    const fresh = await anotherTab(second.context(), stage.url);
    expect(await cards(fresh).count()).toBe(0);
    await fresh.close();
  });

  test('mutes a call in one tab, and no tab of that browser sounds; the other browser does', async () => {
    await rings();
    await eventually(async () => ((await sounding(tabs)) === 1 ? true : null));
    await tabs[4]?.getByRole('button', { name: 'Mute' }).click();
    await eventually(async () => ((await sounding(tabs)) === 0 ? true : null));
    expect(await sounding([second])).toBe(1);
  });

  test('sounds on from another tab when the one that sounded is closed', async () => {
    const context = second.context();
    await rings();
    await eventually(async () => ((await sounding([second])) === 1 ? true : null));
    const other = await anotherTab(context, stage.url);
    await other.mouse.click(5, 400);
    await second.close();
    await eventually(async () => ((await sounding([other])) === 1 ? true : null));
    second = other;
  });

  test('loses nothing when a tab is loaded anew in mid-ring', async () => {
    await rings();
    await second.reload();
    await cards(second).waitFor();
    expect(await cards(second).count()).toBe(1);
    await eventually(async () => ((await sounding([second])) === 1 ? true : null));
  });

  test('is offered to turn on the sound where the browser blocks it, since nobody has pressed anything yet', async () => {
    const third = await aBrowser();
    const { cookie } = await stage.signIn('asha@demo.test');
    const [name = '', value = ''] = cookie.split('=');
    await third.addCookies([{ name, value, url: stage.url }]);
    const page = await third.newPage();
    // To Chromium a test's question to a page is as good as a press: none is asked before the desk stands.
    const stands = page.waitForResponse((response) => response.url().endsWith('/v1/missed-calls'));
    await page.goto(stage.url);
    await stands;
    const button = page.getByRole('button', { name: 'Turn on sound' });
    await button.click();
    await button.waitFor({ state: 'detached' });
    await rings();
    await eventually(async () => ((await sounding([page])) === 1 ? true : null));
    await third.close();
  });

  test('shares one stream among tabs that have no SharedWorker, and goes on when the one that holds it is closed', async () => {
    const old = await aBrowser();
    await old.addInitScript(() => Reflect.deleteProperty(window, 'SharedWorker'));
    const streams: Page[] = [];
    old.on('request', (request) => {
      if (new URL(request.url()).pathname === '/v1/stream') streams.push(request.frame().page());
    });
    const leader = await signInAt(old, stage.url, 'asha@demo.test');
    const [heir, third] = [await anotherTab(old, stage.url), await anotherTab(old, stage.url)];
    await rings();
    await Promise.all([leader, heir, third].map(async (page) => await cards(page).waitFor()));
    await eventually(async () => ((await sounding([leader, heir, third])) === 1 ? true : null));
    expect(streams.map((page) => page === leader)).toEqual([true]);
    await leader.close();
    await eventually(async () => (streams.length > 1 ? true : null));
    // What one of them does, the other shows, whichever holds the stream now.
    await third.getByRole('button', { name: 'Dismiss' }).click();
    await Promise.all([heir, third].map(async (page) => await cards(page).waitFor({ state: 'detached' })));
    await rings(NEHA);
    await Promise.all([heir, third].map(async (page) => await cards(page).waitFor()));
    expect(await Promise.all([heir, third].map(async (page) => await cards(page).count()))).toEqual([1, 1]);
    expect(streams).toHaveLength(2);
    await old.close();
  });

  test('is notified on the desktop, once a browser, when no tab is in sight; it closes when the call goes on to a colleague', async () => {
    await Promise.all(tabs.map(async (page) => await hide(page, true)));
    const call = await rings();
    await eventually(async () => ((await notified(tabs)).join() === 'Riya Sharma is calling' ? true : null));
    // Her other browser is in sight.
    expect(await notified([second])).toEqual([]);
    expect(await tabs[3]?.title()).toBe('☎ Riya Sharma is calling');
    await call.rings(BILAL);
    await eventually(async () => ((await notified(tabs)).length === 0 ? true : null));
    await Promise.all(tabs.map(async (page) => await hide(page, false)));
  });
});
