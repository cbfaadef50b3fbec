import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startTatatelExchange, type TatatelExchange } from '../../simulator/tatatel/server.ts';
import { ask, eventually, openStage, type Stage } from '../spine/stage.ts';
import { builtPages, signInAt, startBrowsers, takePicture, type Browsers } from './browsers.ts';

jest.setTimeout(180_000);

const OPERATOR_KEY = 'operator-key-of-thirty-two-letters';
const DEV = '98765 43210';

let stage: Stage;
let vendor: TatatelExchange;
let browsers: Browsers;
beforeAll(async () => {
  const WEB_DIR = await builtPages();
  [stage, vendor, browsers] = await Promise.all([
    openStage({ variables: { WEB_DIR, OPERATOR_KEY } }),
    startTatatelExchange(),
    startBrowsers(),
  ]);
}, 180_000);
afterAll(async () => {
  await browsers.close();
  await stage.close();
  await vendor.stop();
});

const save = async (page: Page, button = 'Save'): Promise<void> => {
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.getByText('Changes are not saved yet.').waitFor({ state: 'detached' });
};

/** The step of the guide that is next, from its button. */
const takeStep = async (page: Page, button: string): Promise<void> => {
  await page.goto(`${stage.url}/settings`);
  await page.getByRole('main').getByRole('link', { name: button }).click();
};

const ticks = async (page: Page): Promise<number> =>
  await page.getByRole('main').getByRole('img', { name: 'Done', exact: true }).count();

/** A new admin of an institute that the operator has just added, at its guide. */
async function newAdmin(): Promise<Page> {
  const password = 'a password of hers';
  await ask(
    `${stage.url}/v1/operator/institutes`,
    'POST',
    {
      name: 'Hill University',
      country: 'IN',
      timeZone: 'Asia/Kolkata',
      admin: { name: 'Priya', email: 'priya@hill.test', password },
    },
    { authorization: `Bearer ${OPERATOR_KEY}` },
  );
  const page = await (await browsers.open({ reducedMotion: 'reduce' })).newPage();
  await page.goto(`${stage.url}/settings`);
  await page.getByLabel('E-mail').fill('priya@hill.test');
  await page.locator('[name=password]').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('0 of 9 steps are done.').waitFor();
  return page;
}

describe('settings', () => {
  test('lead a new admin from an empty institute to the first call', async () => {
    const page = await newAdmin();
    await takePicture(page, 'settings-guide-empty');

    await takeStep(page, 'Choose a vendor');
    await page.getByRole('link', { name: 'Set up TataTele (Smartflo)' }).click();
    await page.getByLabel('Use TataTele (Smartflo)').check();
    await page.getByLabel('API address').fill(vendor.url);
    await page.getByLabel('Log-in').fill(vendor.exchange.options.email);
    await page.getByLabel('Password', { exact: true }).fill(vendor.exchange.options.password);
    // What is not saved is not tested.
    expect(await page.getByRole('button', { name: 'Test the key' }).isEnabled()).toBe(false);
    await save(page);
    await page.getByText(`••••${vendor.exchange.options.password.slice(-4)}`).waitFor();
    await page.getByRole('button', { name: 'Test the key' }).click();
    await page.getByText('The vendor accepts the stored key').waitFor();

    await takeStep(page, 'Open incoming calls');
    await page.getByLabel('Enable incoming calls').check();
    await save(page);

    await takeStep(page, 'Add a counsellor');
    await page.getByLabel('Name', { exact: true }).fill('Dev');
    await page.getByLabel('E-mail').fill('dev@hill.test');
    await page.getByRole('button', { name: 'Add a number' }).click();
    await page.getByLabel('Agent number').fill(DEV);
    await page.getByRole('button', { name: 'Add the counsellor' }).click();
    await page.getByRole('heading', { name: 'Dev', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Make a sign-in link' }).click();
    const link = await page.getByText('/reset-password?token=').innerText();

    await takeStep(page, 'Grant permissions');
    await page.getByLabel('Search').fill('call');
    await page.getByLabel('Receive call pop-ups').waitFor();
    await page.getByRole('button', { name: 'Grant the usual set' }).click();
    await save(page);

    await takeStep(page, 'Add a number');
    await page.getByRole('button', { name: 'Add a number' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Number', { exact: true }).fill('080 4710 0200');
    await dialog.getByLabel('Campaign').fill('Fair');
    await dialog.getByRole('button', { name: 'Add it' }).click();
    await page.getByRole('cell', { name: 'Fair' }).waitFor();

    await takeStep(page, 'Open the sheet');
    await page.getByRole('button', { name: 'Make a new token' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make it' }).click();
    await page.getByText('It is shown this once').waitFor();
    await takePicture(page, 'settings-sheet-made');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy the URL of ivrCallNotification with the token' }).click();
    const popupUrl = await page.evaluate(async () => await navigator.clipboard.readText());
    expect(popupUrl).toMatch(/\/webhooks\/v1\/[0-9a-f]{32}\/ivrCallNotification$/);
    await page.getByRole('button', { name: 'Copy the whole sheet' }).click();
    const sheet = await page.evaluate(async () => await navigator.clipboard.readText());
    expect(sheet).toContain(`\`${popupUrl}\``);

    await page.goto(`${stage.url}/settings`);
    await page.getByText('8 of 9 steps are done.').waitFor();
    // The vendor does as the sheet says, while the guide is open.
    const call = { applicant_no: '9811111111', call_id: 'hill-1', did_no: '08047100200', agent_no: '9876543210' };
    expect((await ask(popupUrl, 'POST', call)).body.status).toBe(1);
    await page.getByText('All steps are done: calls are coming in.').waitFor();
    expect(await ticks(page)).toBe(9);
    await takePicture(page, 'settings-guide-done');

    // And the counsellor opens the door by the link, and sees the call ring.
    const desk = await (await browsers.open()).newPage();
    await desk.goto(link);
    await desk.locator('input[type=password]').first().fill('correct horse battery');
    await desk.getByRole('button', { name: 'Set password' }).click();
    await desk.getByRole('link', { name: 'Sign in' }).click();
    await desk.getByLabel('E-mail').fill('dev@hill.test');
    await desk.locator('[name=password]').fill('correct horse battery');
    await desk.getByRole('button', { name: 'Sign in', exact: true }).click();
    await desk.getByText('Fair', { exact: true }).first().waitFor();
  });

  test('keep what was typed when a value is refused, say so at its field, and ask before it is left behind', async () => {
    const page = await signInAt(await browsers.open(), stage.url, 'admin@demo.test');
    await page.goto(`${stage.url}/settings/telephony/tatatel`);
    await page.getByLabel('Ring time').fill('900');
    await page.getByLabel('Addresses the vendor calls from').fill('203.0.113.7\nnowhere');
    await page.getByLabel('Hide View Profile on the pop-up').check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Not saved', { exact: true }).waitFor();
    // The first field that is wrong is where one goes on.
    expect(await page.getByLabel('Ring time').evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await page.getByLabel('Ring time').getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('Addresses the vendor calls from').getAttribute('aria-invalid')).toBe('true');
    await takePicture(page, 'settings-refused');
    // And stays where one has gone on to, while typing.
    await page.getByLabel('Longest talk').focus();
    await page.keyboard.type('0');
    expect(await page.getByLabel('Longest talk').evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.press('Backspace');

    await page.getByRole('link', { name: 'Webhooks' }).click();
    await page.getByText('Leave without saving?').waitFor();
    await page.getByRole('button', { name: 'Stay', exact: true }).click();
    expect(await page.getByLabel('Ring time').inputValue()).toBe('900');
    expect(await page.getByLabel('Hide View Profile on the pop-up').isChecked()).toBe(true);
    await page.getByLabel('Ring time').fill('60');
    await page.getByLabel('Addresses the vendor calls from').fill('');
    await save(page);
    const admin = await stage.admin();
    const { body } = await admin.call('GET', '/v1/settings/telephony/tatatel');
    expect(body).toMatchObject({
      times: { ringSeconds: 60 },
      allowedAddresses: [],
      inbound: { addNotesInstead: true },
    });
  });

  test('say when somebody else saved the same meanwhile, and let theirs be taken', async () => {
    const page = await signInAt(await browsers.open(), stage.url, 'admin@demo.test');
    await page.goto(`${stage.url}/settings/telephony/tatatel`);
    await page.getByLabel('Wrap-up', { exact: true }).fill('300');
    await page.getByLabel('Longest talk').fill('3600');
    // Another admin, on another machine: the same, and something else.
    await stage.configure({ times: { wrapUpSeconds: 120, ringSeconds: 30 } });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Somebody else saved this meanwhile').waitFor();
    await page.getByText('Somebody else set this to “120” meanwhile.').waitFor();
    await takePicture(page, 'settings-conflict');
    const admin = await stage.admin();
    const times = async () => (await admin.call('GET', '/v1/settings/telephony/tatatel')).body.times;
    expect(await times()).toMatchObject({ wrapUpSeconds: 120, talkSeconds: 7200 });
    await page.getByRole('button', { name: 'Take theirs' }).click();
    await save(page);
    expect(await times()).toMatchObject({ wrapUpSeconds: 120, ringSeconds: 30, talkSeconds: 3600 });
  });

  test('map in two clicks what a vendor names and nobody is', async () => {
    const call = { call_id: 'unmapped-1', applicant_no: '9812345670', agent_no: '9811122233', did_no: '8047100999' };
    await stage.vendor('ivrCallNotification', call);
    const page = await signInAt(await browsers.open(), stage.url, 'admin@demo.test');
    await page.goto(`${stage.url}/settings/health`);
    await page.getByLabel(/Whose number is .*9811122233/).selectOption({ label: 'Chitra Iyer' });
    await page.getByRole('button', { name: /^Map it: .*9811122233/ }).click();
    await page.getByText('is Chitra Iyer’s now.').waitFor();
    await page.getByLabel(/Campaign of .*8047100999/).fill('Banner');
    await page.getByRole('button', { name: /^Add it: .*8047100999/ }).click();
    await page.getByText('is one of your numbers now.').waitFor();
    await takePicture(page, 'settings-health-mapped');
    await page.getByRole('button', { name: 'Re-attribute its earlier calls' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Re-attribute', exact: true }).click();
    await page.getByText('One call was taken anew.').waitFor();
    const { body } = await (await stage.admin()).call('GET', '/v1/settings/health');
    expect(body).toMatchObject({ unmappedAgentNumbers: [], unmappedNumbers: [] });
  });

  test('are not there for a counsellor', async () => {
    const page = await signInAt(await browsers.open(), stage.url, 'asha@demo.test');
    expect(await page.getByRole('navigation', { name: 'Pages' }).getByText('Settings').count()).toBe(0);
    const asked: string[] = [];
    page.on('request', (request) => void asked.push(new URL(request.url()).pathname));
    await page.goto(`${stage.url}/settings/telephony/tatatel`);
    await page.getByRole('status', { name: 'Connection: Live' }).waitFor();
    expect(await page.getByRole('navigation', { name: 'Settings' }).count()).toBe(0);
    expect(asked.filter((path) => path.startsWith('/v1/settings') && path !== '/v1/settings/dispositions')).toEqual([]);
    await eventually(async () => ((await page.getByRole('main').getByRole('heading').count()) > 0 ? true : null));
  });
});
