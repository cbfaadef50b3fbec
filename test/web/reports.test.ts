import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { demo } from '../../dev/demo-data.ts';
import { eventually, openStage, type Answer, type Person, type Stage } from '../spine/stage.ts';
import { ASHA, aVendorCall, BILAL, CHITRA, RIYA } from '../spine/vendor-call.ts';
import { builtPages, signInAt, startBrowsers, takePicture, type Browsers } from './browsers.ts';

jest.setTimeout(120_000);

let stage: Stage;
let browsers: Browsers;
let admin: Person;
let browser: BrowserContext;
let page: Page;
beforeAll(async () => {
  const webDir = await builtPages();
  [stage, browsers] = await Promise.all([openStage({ variables: { WEB_DIR: webDir } }), startBrowsers()]);
  admin = await stage.admin();
  browser = await browsers.open({ acceptDownloads: true });
  page = await signInAt(browser, stage.url, demo.admin.email);
}, 180_000);
afterAll(async () => {
  await browsers.close();
  await stage.close();
});

type Row = Answer['body'];
const DID = '8047100100';
const read = async (path: string): Promise<Row> => (await admin.call('GET', path)).body;

/** Calls of every kind: taken, passed on, missed by two, given up, dialled out, told twice. */
async function aMorning(): Promise<void> {
  const did = { did_no: DID };
  const taken = aVendorCall(stage, RIYA, did);
  await taken.rings(ASHA);
  await taken.answeredBy(ASHA, { call_duration: 184 });
  const passed = aVendorCall(stage, undefined, did);
  await passed.rings(ASHA);
  await passed.rings(BILAL);
  await passed.answeredBy(BILAL, { call_duration: 61 });
  const missed = aVendorCall(stage, undefined, did);
  await missed.rings(ASHA);
  await missed.rings(CHITRA);
  await missed.ends();
  const left = aVendorCall(stage);
  await left.ends();
  const dialled = aVendorCall(stage, undefined, { call_type: 'outbound' });
  await dialled.answeredBy(CHITRA);
  const twice = aVendorCall(stage, undefined, did);
  await twice.answeredBy(CHITRA);
  await twice.answeredBy(CHITRA);
  for (const call of [taken, passed, missed, left, dialled, twice]) await call.shown();
}

const rowOf = (name: string): Locator =>
  page
    .getByRole('region', { name: 'Table of counsellors' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name }) });

const cellsOf = async (name: string): Promise<readonly string[]> => await rowOf(name).getByRole('cell').allInnerTexts();

const stopwatch = (seconds: number): string =>
  `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(Math.round(seconds) % 60).padStart(2, '0')}`;

/** A row of the API as the page writes it. */
const written = (row: Row): readonly string[] => [
  ...[
    row.inboundSuccess,
    row.inboundMissed,
    row.outboundSuccess,
    row.outboundMissed,
    row.campaignSuccess,
    row.campaignMissed,
    row.totalSuccess,
    row.totalMissed,
  ].map(String),
  stopwatch(row.totalCallDuration),
  row.averageCallDuration === null ? '–' : stopwatch(row.averageCallDuration),
  String(row.offers),
  String(row.offersAnswered),
  row.meanRingSeconds === null ? '–' : `${row.meanRingSeconds} s`,
  String(row.leadsEngaged),
];

/** How many calls the list behind a number has on the page. */
const listed = async (): Promise<number> => {
  await page.getByRole('region', { name: 'Table of calls' }).waitFor();
  return (await page.getByRole('region', { name: 'Table of calls' }).getByRole('row').count()) - 1;
};

test('an institute without a call is told what will stand on each page', async () => {
  for (const [path, said] of [
    ['/reports', 'No calls in these days.'],
    ['/reports/campaigns', 'No calls, leads or applications in these days.'],
    ['/reports/vendors', 'No telephone system told of a call in these days.'],
    ['/board', 'Nobody waits.'],
  ] as const) {
    await page.goto(`${stage.url}${path}`);
    await page.getByText(said).waitFor();
  }
  await page.goto(`${stage.url}/reports`);
  await page.getByText('Here stands at which hours of which days calls come').waitFor();
  await takePicture(page, 'reports-empty');
});

test('the numbers of the productivity report are the API’s, say what they count, and open the calls they count', async () => {
  await aMorning();
  await page.goto(`${stage.url}/reports?days=today`);
  const report = await read('/v1/reports/productivity');
  await rowOf('Asha Rao').waitFor();
  for (const row of report.rows) expect(await cellsOf(row.counsellor.name)).toEqual(written(row));
  expect(await cellsOf('Nobody')).toEqual(written(report.unattributed));
  expect(await cellsOf('Total')).toEqual(written(report.total));

  // What a column counts: by the keyboard, and gone again with Escape.
  await page.getByRole('button', { name: 'Mean time' }).focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  const meaning = page.getByRole('tooltip').filter({ hasText: 'How long their phone rang, by our clock' });
  await meaning.waitFor();
  await page.keyboard.press('Escape');
  await meaning.waitFor({ state: 'hidden' });

  // Each number of her row, and the list that opens behind it.
  const links = rowOf('Asha Rao').getByRole('cell').getByRole('link');
  const titles = await links.evaluateAll((all) => all.map((link) => link.getAttribute('title') ?? ''));
  expect(titles).toContain('Incoming: missed, Asha Rao');
  for (const title of titles.filter((one) => !/duration|Leads|Offers/.test(one))) {
    const link = page.getByTitle(title, { exact: true });
    const count = Number(await link.innerText());
    await link.click();
    expect([title, await listed()]).toEqual([title, count]);
    await page.getByRole('button', { name: 'Back' }).click();
    await rowOf('Asha Rao').waitFor();
  }
  await page.getByTitle('Offers, Asha Rao').click();
  await page.getByText('3 calls, 3 rings').waitFor();
  await takePicture(page, 'reports-calls');
  await page.getByRole('link', { name: 'Riya Sharma', exact: true }).click();
  await page.getByRole('heading', { name: 'Riya Sharma' }).waitFor();
  await page.goBack();
  await page.getByRole('link', { name: /Why it came so: Riya Sharma/ }).click();
  await page.waitForURL(/\/operations\/calls\/[0-9a-f-]{36}$/);
});

test('filters stand in the address, and the file has what the page shows', async () => {
  await page.goto(`${stage.url}/reports`);
  await page.getByLabel('Counsellor', { exact: true }).selectOption({ label: 'Bilal Khan' });
  await page.getByLabel('Days').selectOption({ label: 'Today' });
  await rowOf('Asha Rao').waitFor({ state: 'detached' });
  const { searchParams } = new URL(page.url());
  const bilal = (await read('/v1/reports/counsellors')).items.find(({ name }: Row) => name === 'Bilal Khan').id;
  expect([searchParams.get('days'), searchParams.get('counsellor')]).toEqual(['today', bilal]);
  await page.reload();
  await rowOf('Bilal Khan').waitFor();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download CSV' }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toMatch(/^Counsellor productivity \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d\.csv$/);
  const lines = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\r\n');
  const { rows } = await read(`/v1/reports/productivity?counsellor=${bilal}`);
  expect([lines[0]?.split(',')[0], lines[1]]).toEqual([
    'counsellor',
    ['Bilal Khan', ...Object.values(rows[0]).slice(1)].join(','),
  ]);
  // Of days before there was anything, nothing.
  await page.getByRole('button', { name: 'Everybody' }).click();
  await page.getByLabel('Days').selectOption({ label: 'Other days' });
  await page.getByLabel('From').fill('2020-01-01');
  await page.getByLabel('To', { exact: true }).fill('2020-01-31');
  await page.getByText('Wed 1 Jan to Fri 31 Jan 2020').waitFor();
  await page.getByText('No calls in these days.').waitFor();
});

test('calls by day and by hour of the week have the API’s numbers, which open their calls', async () => {
  await page.goto(`${stage.url}/reports?days=today`);
  const { days, hours } = await read('/v1/reports/hours');
  await page
    .getByRole('img', { name: `Calls by day: ${days[0].calls} in all` })
    .locator('svg')
    .waitFor();
  await page.getByRole('radiogroup', { name: 'Show calls by day as' }).getByText('Table').click();
  const day = page.getByRole('region', { name: 'Table of days' }).getByRole('row').nth(1).getByRole('cell');
  expect((await day.allInnerTexts()).slice(0, 3)).toEqual(
    [days[0].calls, days[0].answered, days[0].missed].map(String),
  );
  const map = page.getByRole('region', { name: 'Heat map: Nobody talked' });
  await page.getByRole('radiogroup', { name: 'Count in each hour' }).getByText('Nobody talked').click();
  const missed = hours.find((hour: Row) => hour.missed > 0);
  await map.getByRole('link').first().click();
  expect(await listed()).toBe(missed.missed);
  expect(new URL(page.url()).searchParams.get('counted')).toBe('unanswered');
});

test('campaigns and vendors have the API’s numbers, which open their calls', async () => {
  await page.goto(`${stage.url}/reports/campaigns`);
  const { total, rows } = await read('/v1/reports/campaigns');
  const website = rows.find(({ campaign }: Row) => campaign === 'Website');
  const ofWebsite = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Website' }) });
  await ofWebsite.waitFor();
  expect((await ofWebsite.getByRole('cell').allInnerTexts()).slice(1, 3)).toEqual(
    [website.calls, website.uniqueCallers].map(String),
  );
  await page.getByTitle('Calls, no campaign').click();
  expect(await listed()).toBe(total.calls - website.calls);

  await page.goto(`${stage.url}/reports/vendors`);
  const [vendor] = (await read('/v1/reports/vendors')).rows;
  await page.getByRole('heading', { name: vendor.name }).waitFor();
  const repeated = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Repeated requests' }) });
  expect(await repeated.getByRole('cell').first().innerText()).toBe(String(vendor.repeated));
  await page.getByTitle(`Lost pop-ups, ${vendor.name}`).click();
  expect(await listed()).toBe(vendor.lostPopups);
});

test('the board moves when a call rings and ends, and says so when it can not be read', async () => {
  await page.goto(`${stage.url}/board`);
  const card = page.getByRole('listitem').filter({ hasText: 'Bilal Khan' }).last();
  const waiting = page.getByRole('region', { name: 'Waiting calls' });
  await card.waitFor();
  const loaded = await page.evaluate(() => performance.timeOrigin);
  const call = aVendorCall(stage, undefined, { did_no: DID });
  await call.rings(BILAL);
  await card.getByText('Ringing').waitFor();
  await waiting.getByText('Rings Bilal Khan').waitFor();
  await takePicture(page, 'board-ringing');
  await browser.setOffline(true);
  await page.getByRole('status').getByText('Reconnecting. What you see is').waitFor();
  await call.answeredBy(BILAL);
  await call.shown();
  // What was stays in sight while nothing newer can be had.
  expect(await card.getByText('Ringing').count()).toBe(1);
  await browser.setOffline(false);
  await card.getByText('Wrapping up').waitFor();
  await waiting.getByText('Nobody waits.').waitFor();
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(loaded);
});

test('counsellors see their own numbers, and without the permission neither the pages nor a way to them', async () => {
  const asha = await stage.signIn('asha@demo.test');
  const hers = await signInAt(await browsers.open({ hasTouch: true }), stage.url, 'asha@demo.test');
  await hers.getByRole('link', { name: 'Productivity' }).click();
  const table = hers.getByRole('region', { name: 'Table of counsellors' });
  await table.getByRole('rowheader', { name: 'Asha Rao' }).waitFor();
  expect(await table.getByRole('rowheader').allInnerTexts()).toEqual(['Asha Rao', 'Total']);
  expect(await hers.getByLabel('Counsellor', { exact: true }).count()).toBe(0);
  // By a finger, which hovers over nothing.
  await hers.getByRole('button', { name: 'Leads engaged' }).tap();
  await hers.getByRole('tooltip').getByText('Different leads they talked with in these days').waitFor();

  // Her list shows no more than her report counts, though she may see all calls.
  const { distinctCalls } = (await asha.call('GET', '/v1/reports/productivity')).body;
  await hers.getByTitle('Distinct calls').click();
  await hers.getByText(`${distinctCalls} calls`).waitFor();

  const grant = async (scope: string) =>
    await admin.call('PUT', `/v1/settings/counsellors/${asha.id}/permissions`, { grants: { call_reports: scope } });
  await grant('no');
  for (const path of ['/reports', '/reports/calls', '/board']) {
    await hers.goto(`${stage.url}${path}`);
    await hers.getByRole('heading', { name: 'This page is not open to you' }).waitFor();
  }
  expect(await hers.getByRole('navigation', { name: 'Pages' }).getByText('Reports').count()).toBe(0);
  await eventually(async () => ((await asha.call('GET', '/v1/reports/live')).status === 403 ? true : null));
});
