import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type Axe from 'axe-core';
import type { Page } from 'playwright-core';
import { demo } from '../../dev/demo-data.ts';
import { openFloor, type Floor } from '../click-to-call/floor.ts';
import { ask } from '../spine/stage.ts';
import { aVendorCall, ASHA, BILAL, KABIR, NEHA, RIYA } from '../spine/vendor-call.ts';
import { builtPages, signInAt, startBrowsers, takePicture, type Browsers } from './browsers.ts';
import { PAGE_LIST } from './page-list.ts';

jest.setTimeout(120_000);

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** Of a page that was looked at in light: nothing else is another in dark. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

let floor: Floor;
let browsers: Browsers;
let page: Page;
let adminPage: Page;
let riya: string;
beforeAll(async () => {
  const webDir = await builtPages();
  [floor, browsers] = await Promise.all([openFloor({ stage: { variables: { WEB_DIR: webDir } } }), startBrowsers()]);
  riya = (await floor.lead('Riya')).id;
  [page, adminPage] = await Promise.all([
    signInAt(await browsers.open(), floor.stage.url, 'asha@demo.test'),
    signInAt(await browsers.open(), floor.stage.url, demo.admin.email),
  ]);
  await aDay();
  // What she may do, and which forms she can call from, was settled after she signed in.
  await page.reload();
}, 180_000);
afterAll(async () => {
  await browsers.close();
  await floor.close();
});

/** Asha leads Bilal, who has written nothing of a call; students apply by a form that can be called from, and by one that can't. */
async function aTeamAndItsApplications(): Promise<void> {
  const { stage, asha, bilal } = floor;
  const admin = await stage.admin();
  const { id: team } = (await admin.call('POST', '/v1/settings/teams', { name: 'North', leadIds: [asha.id] })).body;
  await admin.call('PUT', `/v1/settings/counsellors/${bilal.id}`, { teamId: team });
  const call = aVendorCall(stage, KABIR);
  await call.rings(BILAL);
  await call.answeredBy(BILAL);
  const [btech, mba] = await Promise.all(
    ['B.Tech.', 'MBA'].map(async (name) => (await admin.call('POST', '/v1/settings/forms', { name })).body.id),
  );
  await stage.configure({ outbound: { formIds: [btech] } });
  for (const application of [
    { leadId: riya, formId: btech, status: 'Documents missing' },
    { leadId: (await floor.lead('Kabir')).id, formId: btech },
    { leadId: (await floor.lead('Neha')).id, formId: mba, status: 'Admitted' },
  ]) {
    await bilal.call('POST', '/v1/applications', application);
  }
}

/** Calls of every kind, so that each page has everything on it that it can have. */
async function aDay(): Promise<void> {
  // Whatever rings goes on ringing while all pages are looked at.
  await floor.stage.configure({ times: { ringSeconds: 300 } });
  const did = { did_no: '8047100100' };
  const answered = aVendorCall(floor.stage, RIYA, did);
  await answered.rings(ASHA);
  await page.getByRole('article', { name: 'Riya Sharma' }).waitFor();
  await answered.answeredBy(ASHA, { resource_url: 'https://recordings.example/1.mp3', call_duration: 184 });
  for (const number of [NEHA, undefined]) {
    const missed = aVendorCall(floor.stage, number, did);
    await missed.rings(ASHA);
    await missed.rings(BILAL);
    await missed.ends();
    await missed.shown();
  }
  const { id: callId } = await answered.shown();
  const note = {
    text: 'Asks for the fee of the B.Tech. course and a visit to the hostel.\nCalls again on Friday.',
    callId,
  };
  await floor.bilal.call('POST', `/v1/leads/${riya}/notes`, { text: 'Met her at the fair.' });
  await floor.asha.call('PATCH', `/v1/leads/${riya}`, { stage: 'Interested', email: 'riya.sharma@example.com' });
  await floor.bilal.call('POST', `/v1/leads/${riya}/notes`, note);
  await floor.asha.call('POST', '/v1/leads', {
    name: 'Nikhil Gupta',
    phones: [{ number: NEHA }, { number: '9812399999' }],
    stage: 'Applied',
  });
  await aTeamAndItsApplications();
  const { lead } = await answered.shown();
  await floor.asha.call('PATCH', `/v1/leads/${lead.id}`, { doNotCall: false });
  await floor.click(floor.asha, { leadId: (await floor.lead('Kabir')).id, via: 'cloud' });
  await page.getByRole('article', { name: 'Call to Kabir Verma' }).waitFor();
  const ringing = aVendorCall(floor.stage, NEHA, did);
  await ringing.rings(ASHA);
  await page.getByText('Also on this number').waitFor();
}

/** What axe finds wrong, each as "rule: element". */
async function violations(of: Page, rules = RULES): Promise<readonly string[]> {
  // Once a document: it is half a megabyte.
  if (!(await of.evaluate(() => 'axe' in window))) await of.evaluate(axeSource);
  return await of.evaluate(async (runOnly) => {
    // The script above puts it there.
    const { axe } = window as unknown as { axe: typeof Axe };
    const { violations: found } = await axe.run(document, { runOnly, resultTypes: ['violations'] });
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
    );
  }, rules);
}

const WIDE = { width: 1360, height: 860 };
const NARROW = { width: 390, height: 844 };

/** What is wrong with a page as it is open, by how it is looked at; with a picture of each. */
async function looked(name: string, of: Page): Promise<Readonly<Record<string, readonly string[]>>> {
  const found: Record<string, readonly string[]> = {};
  for (const scheme of ['light', 'dark'] as const) {
    const rules = scheme === 'light' ? RULES : COLOURS;
    await of.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await takePicture(of, `${name}-${scheme}`);
    found[`${scheme}, wide`] = await violations(of, rules);
    await of.setViewportSize(NARROW);
    await takePicture(of, `${name}-${scheme}-narrow`);
    found[`${scheme}, narrow`] = await violations(of, rules);
    // Nothing is to be scrolled for sideways but tables, inside of themselves.
    const width = await of.evaluate(() => document.documentElement.scrollWidth);
    if (width > NARROW.width) found[`${scheme}, too wide`] = [`${width} px`];
    await of.setViewportSize(WIDE);
  }
  return found;
}

const NOTHING_WRONG = { 'light, wide': [], 'light, narrow': [], 'dark, wide': [], 'dark, narrow': [] };

describe('every page', () => {
  for (const { name, who, open } of PAGE_LIST) {
    test(`${name} can be read and used by everybody, in light and dark colours, wide and narrow`, async () => {
      const seen = who === 'admin' ? adminPage : page;
      await seen.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await open({ page: seen, url: floor.stage.url, floor, riya });
      await seen.waitForFunction(() => document.querySelector('.mantine-Loader-root') === null);
      expect(await looked(name, seen)).toEqual(NOTHING_WRONG);
    });
  }

  test('menus and dialogs too', async () => {
    await page.goto(`${floor.stage.url}/leads/${riya}`);
    await page.getByRole('button', { name: /settings and sign out/ }).click();
    await page.getByRole('button', { name: 'Sign out', exact: true }).waitFor();
    expect(await looked('menu', page)).toEqual(NOTHING_WRONG);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Merge' }).click();
    await page.getByRole('dialog').getByLabel('Which lead?').fill('Nikhil');
    await page.getByRole('button', { name: 'Choose Nikhil Gupta' }).click();
    expect(await looked('merge', page)).toEqual(NOTHING_WRONG);
  });

  test('and the door, with what it says of a wrong password', async () => {
    const context = await browsers.open({ reducedMotion: 'reduce' });
    const door = await context.newPage();
    await door.goto(`${floor.stage.url}/leads?search=riya`);
    await door.getByLabel('E-mail').fill('asha@demo.test');
    await door.locator('[name=password]').fill('wrong');
    await door.getByRole('button', { name: 'Sign in', exact: true }).click();
    await door.getByText('The e-mail address or the password is wrong.').waitFor();
    await takePicture(door, 'sign-in');
    expect(await violations(door)).toEqual([]);
    await door.locator('[name=password]').fill('demo-password');
    await door.getByRole('button', { name: 'Sign in', exact: true }).click();
    // To where they wanted to go.
    await door.waitForURL('**/leads?search=riya');
  });
});

describe('what the API serves of the pages', () => {
  const get = async (path: string, headers: Readonly<Record<string, string>> = {}) =>
    await fetch(`${floor.stage.url}${path}`, { headers });

  test('is under 250 KB for the desk, gzipped, and kept by browsers for good', async () => {
    const index = await (await get('/')).text();
    const names = [...index.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].flatMap(([, name]) => name ?? []);
    expect(names.length).toBeGreaterThan(1);
    let bytes = gzipSync(index).length;
    for (const name of names) {
      const response = await get(name, { 'accept-encoding': 'identity' });
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      bytes += gzipSync(await response.text(), { level: 9 }).length;
    }
    expect(bytes).toBeLessThan(250_000);
  });

  test('comes compressed, says when it is unchanged, and runs no script but its own', async () => {
    const { headers, status } = await get('/leads/some-lead', { 'accept-encoding': 'br' });
    expect({ status, type: headers.get('content-type'), cache: headers.get('cache-control') }).toEqual({
      status: 200,
      type: 'text/html; charset=utf-8',
      cache: 'no-cache',
    });
    expect(headers.get('content-security-policy')).toContain("script-src 'self';");
    const etag = headers.get('etag') ?? '';
    expect(
      (await get('/', { 'accept-encoding': 'br', 'if-none-match': etag, 'cache-control': 'max-age=0' })).status,
    ).toBe(304);
  });

  test('is a page at the addresses of pages alone', async () => {
    for (const path of ['/nowhere', '/leads/a/b', '/assets/gone.js', '/index.html', '/v1/nowhere', '/site.json']) {
      const { status, body } = await ask(`${floor.stage.url}${path}`, 'GET');
      expect({ path, status, code: body.code }).toEqual({ path, status: 404, code: 'not_found' });
    }
  });
});
