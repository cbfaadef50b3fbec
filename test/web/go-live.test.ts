import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { demo } from '../../dev/demo-data.ts';
import { openStage, type Stage } from '../spine/stage.ts';
import { ASHA, aVendorCall } from '../spine/vendor-call.ts';
import { builtPages, signInAt, startBrowsers, takePicture, type Browsers } from './browsers.ts';

jest.setTimeout(120_000);

let stage: Stage;
let browsers: Browsers;
let admin: Page;
let asha: Page;
beforeAll(async () => {
  const webDir = await builtPages();
  [stage, browsers] = await Promise.all([openStage({ variables: { WEB_DIR: webDir } }), startBrowsers()]);
  await stage.configure({ authenticationKey: 'key', vendorSettings: { apiUrl: 'http://127.0.0.1:9' } });
  [admin, asha] = await Promise.all([
    signInAt(await browsers.open(), stage.url, demo.admin.email),
    signInAt(await browsers.open(), stage.url, 'asha@demo.test'),
  ]);
}, 180_000);
afterAll(async () => {
  await browsers.close();
  await stage.close();
});

const checks = () => admin.getByRole('region', { name: 'Checks' });

test('an admin rehearses with one button, looks at the evidence, and prints it', async () => {
  await admin.getByRole('link', { name: 'Go-live check' }).click();
  const rehearse = admin.getByRole('region', { name: 'Rehearse', exact: true });
  await rehearse.getByLabel('Who is rung').selectOption({ label: 'Asha Rao' });
  await rehearse.getByRole('button', { name: 'Rehearse all twelve' }).click();
  const card = asha.getByRole('article', { name: /^Test call/ });
  await card.waitFor();
  expect(await card.getByRole('button', { name: /Create lead|Add notes/ }).count()).toBe(0);
  await takePicture(asha, 'test-card');
  await checks().getByText('12 of 12 checks are passed.').waitFor();
  await card.waitFor({ state: 'detached' });

  await checks()
    .getByRole('button', { name: /^10\. Missed-call icon/ })
    .click();
  await checks().getByText('That of Asha Rao.').waitFor();
  await checks().getByRole('link', { name: 'The request' }).first().waitFor();
  await takePicture(admin, 'go-live-rehearsed');
  await admin.emulateMedia({ media: 'print' });
  // All evidence, and nothing of the desk around it.
  await checks().getByText('Named nobody').waitFor();
  expect(await admin.getByRole('navigation').isVisible()).toBe(false);
  await takePicture(admin, 'go-live-print');
  await admin.emulateMedia({ media: 'screen' });
  const download = admin.waitForEvent('download');
  await admin.getByRole('link', { name: 'Report' }).click();
  expect((await download).suggestedFilename()).toBe('go-live-tatatel.txt');
});

test('a live check ticks by itself as the vendor’s requests come', async () => {
  await admin.goto(`${stage.url}/go-live`);
  const live = admin.getByRole('region', { name: 'Check live' });
  await live.getByLabel('Who is rung').selectOption({ label: 'Asha Rao' });
  await live.getByLabel(/test phone/).fill('98111 11111');
  await live.getByRole('button', { name: 'Begin the live check' }).click();
  await checks().getByText('0 of 12 checks are passed.').waitFor();
  const call = aVendorCall(stage, '9811111111', { did_no: demo.did.number });
  await call.asks();
  await call.rings(ASHA);
  await checks().getByRole('listitem').filter({ hasText: 'Pop-up' }).getByText('Passed').waitFor();
  await asha
    .getByRole('article', { name: /^Test call/ })
    .getByRole('button', { name: 'Dismiss' })
    .click();
  await call.answeredBy(ASHA);
  await checks().getByRole('listitem').filter({ hasText: 'Page check' }).getByText('Passed').waitFor();
  await checks()
    .getByRole('button', { name: /Not sent, or not to be believed: start_time/ })
    .waitFor();
  await takePicture(admin, 'go-live-live');
  await admin.getByRole('button', { name: 'End the check' }).click();
  await admin.getByText('Over', { exact: true }).waitFor();
});
