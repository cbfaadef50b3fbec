import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openFloor, type Floor } from '../click-to-call/floor.ts';
import { aVendorCall, ASHA, NEHA, RIYA } from '../spine/vendor-call.ts';
import { builtPages, signInAt, startBrowsers, type Browsers } from './browsers.ts';

jest.setTimeout(120_000);

let floor: Floor;
let browsers: Browsers;
let desk: Page;
beforeAll(async () => {
  const webDir = await builtPages();
  [floor, browsers] = await Promise.all([openFloor({ stage: { variables: { WEB_DIR: webDir } } }), startBrowsers()]);
  desk = await signInAt(await browsers.open(), floor.stage.url, 'asha@demo.test');
}, 180_000);
afterEach(async () => {
  await floor.free(floor.asha);
  await floor.stage.configure({ appCalling: false, outbound: { enabled: true } });
  await desk.goto(floor.stage.url);
  await desk.getByRole('status', { name: 'Connection: Live' }).waitFor();
});
afterAll(async () => {
  await browsers.close();
  await floor.close();
});

const card = (name: string) => desk.getByRole('article', { name });

/** The row of the student's missed call. */
async function missed(number: string, name: string) {
  const call = aVendorCall(floor.stage, number);
  await call.rings(ASHA);
  await call.ends();
  return desk.getByRole('region', { name: 'Missed calls' }).getByRole('button', { name: `Call back ${name}` });
}

describe('calling back a missed call', () => {
  test('with two clicks at once places one call, shows how far it is, and takes the entry off the list when they talk', async () => {
    const button = await missed(RIYA, 'Riya Sharma');
    const before = floor.dials();
    await button.dblclick();
    await card('Call to Riya Sharma')
      .getByText('Pick up your phone.')
      .or(card('Call to Riya Sharma').getByText('Pick up your soft phone.'))
      .waitFor();
    expect(floor.dials() - before).toBe(1);
    expect(await card('Call to Riya Sharma').locator('[aria-current=step]').innerText()).toBe('Your phone rings');
    const callId = (await card('Call to Riya Sharma').getAttribute('data-call')) ?? '';
    const placed = await floor.placed(callId);
    const said = { call_id: placed.callId, applicant_no: RIYA, call_type: 'clicktocall', agent_no: ASHA };
    await floor.stage.vendor('ivrCallBackDetails', { ...said, status: 'answered by customer', call_duration: 75 });
    await card('Call to Riya Sharma').getByText('How did it go?').waitFor();
    await button.waitFor({ state: 'detached' });
    await card('Call to Riya Sharma').getByText('Interested', { exact: true }).click();
    await card('Call to Riya Sharma').getByRole('button', { name: 'Finish wrap-up' }).click();
    await card('Call to Riya Sharma').getByText('Talked 1 min 15 s').waitFor();
    await card('Call to Riya Sharma').getByRole('button', { name: 'Put away' }).click();
    await card('Call to Riya Sharma').waitFor({ state: 'detached' });
  });

  test('can be hung up, and says so', async () => {
    await (await missed(NEHA, 'Neha Gupta')).click();
    await card('Call to Neha Gupta').getByText('Your phone rings').waitFor();
    await card('Call to Neha Gupta').getByRole('button', { name: 'Hang up' }).click();
    // Whether the vendor has ended the call by then or not.
    await card('Call to Neha Gupta')
      .getByText(/^You hung up/)
      .waitFor();
    await card('Call to Neha Gupta').getByRole('button', { name: 'Put away' }).click();
    await card('Call to Neha Gupta').waitFor({ state: 'detached' });
  });

  test('says in a sentence why nothing came of it', async () => {
    const button = await missed('9812345671', 'Kabir Verma');
    floor.vendor.exchange.failNext('validation', 1, '/v1/click_to_call');
    await button.click();
    await card('Call to Kabir Verma').getByRole('status').waitFor();
  });

  test('is not offered where calling out is off, and the button says why', async () => {
    const button = await missed(RIYA, 'Riya Sharma');
    await floor.stage.configure({ outbound: { enabled: false } });
    await desk.reload();
    await button.hover();
    await desk.getByText('Calling out is not switched on for your telephone system.').waitFor();
    const before = floor.dials();
    // It can be reached and pressed all the same.
    await button.click({ force: true });
    expect(floor.dials()).toBe(before);
  });
});

describe('a counsellor’s own phone', () => {
  test('is asked to dial what is clicked at the desk, and tells how it went', async () => {
    await floor.stage.configure({ appCalling: true });
    const phone = await signInAt(
      await browsers.open({ viewport: { width: 390, height: 844 } }),
      floor.stage.url,
      'asha@demo.test',
    );
    await phone.goto(`${floor.stage.url}/phone`);
    await phone.getByText('This phone is ready').waitFor();
    await desk.reload();
    await (await missed(RIYA, 'Riya Sharma')).click();
    await desk.getByRole('menuitem', { name: 'By my own phone' }).click();
    expect(await phone.getByRole('link', { name: /^Dial/ }).getAttribute('href')).toBe(`tel:+91${RIYA}`);
    await phone.getByLabel('We talked').dispatchEvent('click');
    await phone.getByLabel('Minutes talked').fill('0');
    await phone.getByLabel('and seconds').fill('1');
    // Not by the mouse: a browser that asks what is to open the tel: address takes no press until it is answered.
    await phone.getByRole('button', { name: 'Save' }).dispatchEvent('click');
    await phone.getByText('This phone is ready').waitFor();
    await card('Call to Riya Sharma').getByText('How did it go?').waitFor();
    await phone.context().close();
  });
});
