import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openFloor, type Floor } from '../click-to-call/floor.ts';
import { eventually } from '../spine/stage.ts';
import { aVendorCall, ASHA, RIYA } from '../spine/vendor-call.ts';
import { builtPages, signInAt, startBrowsers, type Browsers } from './browsers.ts';

jest.setTimeout(120_000);

let floor: Floor;
let browsers: Browsers;
let page: Page;
beforeAll(async () => {
  const webDir = await builtPages();
  [floor, browsers] = await Promise.all([openFloor({ stage: { variables: { WEB_DIR: webDir } } }), startBrowsers()]);
  page = await signInAt(await browsers.open(), floor.stage.url, 'asha@demo.test');
}, 180_000);
beforeEach(async () => {
  await page.goto(`${floor.stage.url}/leads`);
  await page.getByRole('heading', { name: 'Leads' }).waitFor();
});
afterAll(async () => {
  await browsers.close();
  await floor.close();
});

const names = async () => await page.getByRole('table').getByRole('link').allInnerTexts();

/** Waits until the list has exactly these leads, in this order. */
const listed = async (...wanted: readonly string[]) =>
  await eventually(async () => ((await names()).join() === wanted.join() ? true : null));

/** The profile of a lead of this name. */
async function open(name: string): Promise<string> {
  const { id } = await floor.lead(name);
  await page.goto(`${floor.stage.url}/leads/${id}`);
  await page.getByRole('heading', { name, exact: true, level: 1 }).waitFor();
  return id;
}

describe('the Lead Manager', () => {
  test('finds by name and by number in any spelling, and keeps what was looked for in the address', async () => {
    await page.getByLabel('Search').fill('kabir');
    await listed('Kabir Verma');
    await page.getByLabel('Search').fill('098123-45672');
    await listed('Neha Gupta');
    await page.reload();
    await listed('Neha Gupta');
    await page.getByRole('button', { name: 'Clear' }).click();
    await eventually(async () => ((await names()).length === 3 ? true : null));
  });

  test('narrows by owner and by never having been called, and sorts', async () => {
    await page.getByLabel('Owner').selectOption({ label: 'Bilal Khan' });
    await listed('Kabir Verma');
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByLabel('Last call').selectOption({ label: 'Never called' });
    await page.getByLabel('Sort').selectOption({ label: 'Name' });
    await listed('Kabir Verma', 'Neha Gupta', 'Riya Sharma');
  });

  test('shows the columns somebody chooses, and remembers them', async () => {
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByLabel('Origin').check();
    await page.getByLabel('Campaign', { exact: true }).last().uncheck();
    await page.reload();
    await page.getByRole('columnheader', { name: 'Origin' }).waitFor();
    expect(await page.getByRole('columnheader', { name: 'Campaign' }).count()).toBe(0);
  });

  test('calls from a row', async () => {
    await page.getByRole('button', { name: 'Call Kabir Verma' }).click();
    await page.getByRole('article', { name: 'Call to Kabir Verma' }).getByText('Your phone rings').waitFor();
    await floor.free(floor.asha);
  });
});

describe('the profile of a lead', () => {
  test('saves what is changed, and tells whoever edits an old version', async () => {
    const id = await open('Neha Gupta');
    await page.getByLabel('Stage').fill('Visited');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The lead is saved.').waitFor();
    expect((await floor.asha.call('GET', `/v1/leads/${id}`)).body).toMatchObject({
      stage: 'Visited',
      name: 'Neha Gupta',
    });
    // A colleague is quicker, with something else: both changes stay.
    await page.getByLabel('E-mail').fill('neha@example.com');
    await floor.bilal.call('PATCH', `/v1/leads/${id}`, { doNotCall: true });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await eventually(async () => {
      const { email, doNotCall } = (await floor.asha.call('GET', `/v1/leads/${id}`)).body;
      return email === 'neha@example.com' && doNotCall === true ? true : null;
    });
    await page.getByText('Do not call', { exact: true }).first().waitFor();
    // And with the same.
    await page.getByLabel('Stage').fill('Not interested');
    await floor.bilal.call('PATCH', `/v1/leads/${id}`, { stage: 'Applied' });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Somebody else changed this lead meanwhile').waitFor();
    await page.getByRole('button', { name: 'Show what it says now' }).click();
    await eventually(async () => ((await page.getByLabel('Stage').inputValue()) === 'Applied' ? true : null));
  });

  test('keeps the name that is typed while the end of the call gives a new lead its owner', async () => {
    const call = aVendorCall(floor.stage, '9700033344');
    await call.rings(ASHA);
    await page.goto(floor.stage.url);
    const card = page.getByRole('article', { name: 'Name not known yet' });
    await card.getByRole('button', { name: 'View profile' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Meera Pillai');
    await call.answeredBy(ASHA);
    // Nobody looks anew: the feed says that the call is over.
    await page
      .getByRole('region', { name: 'Timeline' })
      .getByText(/answered by Asha Rao/)
      .waitFor();
    await page.getByText('New · Asha Rao').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The lead is saved.').waitFor();
    expect(await floor.lead('Meera')).toMatchObject({ name: 'Meera Pillai', owners: [{ name: 'Asha Rao' }] });
  });

  test('counts as saving it for the call it was opened from', async () => {
    const call = aVendorCall(floor.stage, '9812345671');
    await call.rings(ASHA);
    await page.goto(floor.stage.url);
    const card = page.getByRole('article', { name: 'Kabir Verma' });
    await card.getByRole('button', { name: 'View profile' }).click();
    await page.getByLabel('Note on this call').fill('Wants to know about loans');
    await page.getByRole('button', { name: 'Save note' }).click();
    await page.getByRole('region', { name: 'Timeline' }).getByText('Wants to know about loans').waitFor();
    await page.getByLabel('Stage').fill('Interested');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The lead is saved.').waitFor();
    await call.answeredBy(ASHA);
    // She talked and saved: the lead is hers now (product 3).
    await eventually(async () => {
      const { owners } = await floor.lead('Kabir');
      return owners[0]?.name === 'Asha Rao' ? true : null;
    });
  });

  test('gives a call to the student it really was', async () => {
    const call = aVendorCall(floor.stage, RIYA);
    await call.rings(ASHA);
    await call.answeredBy(ASHA);
    const { id } = await call.shown();
    await open('Riya Sharma');
    await page.getByRole('button', { name: 'Recording and more' }).first().click();
    await page.getByRole('button', { name: 'It was another student' }).click();
    await page.getByLabel('Which lead?').fill('Neha');
    await page.getByRole('button', { name: 'Link Neha Gupta' }).click();
    await page.getByText('The call belongs to Neha Gupta now.').waitFor();
    expect((await floor.asha.call('GET', `/v1/calls/${id}`)).body).toMatchObject({ lead: { name: 'Neha Gupta' } });
  });

  test('merges two that are one student, after it is said which one goes', async () => {
    await floor.asha.call('POST', '/v1/leads', { name: 'Riya S', phones: [{ number: '9812311111' }] });
    const id = await open('Riya S');
    await page.getByRole('button', { name: 'Merge' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Which lead?').fill('Riya Sharma');
    await dialog.getByRole('button', { name: 'Choose Riya Sharma' }).click();
    await dialog.getByText('It can not be undone.').waitFor();
    await dialog.getByRole('button', { name: 'Merge' }).click();
    await page.getByRole('heading', { name: 'Riya Sharma', exact: true, level: 1 }).waitFor();
    const { id: into } = await floor.lead('Riya Sharma');
    expect((await floor.asha.call('GET', `/v1/leads/${id}`)).body).toMatchObject({ mergedInto: into });
  });
});
