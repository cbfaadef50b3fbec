import type { Page } from 'playwright-core';
import type { Floor } from '../click-to-call/floor.ts';
import { goTo } from './browsers.ts';
import { settingsPages } from './settings-pages.ts';

/** What a page of the list can be opened with. */
export interface Visit {
  /** Of the one who looks, in a browser of their own, signed in. */
  readonly page: Page;
  readonly url: string;
  /** An exchange, Asha and Bilal to act with, and the day of pages.test.ts behind them. */
  readonly floor: Floor;
  /** The lead with something of everything. */
  readonly riya: string;
}

export interface ListedPage {
  /** Of its pictures: `.local/screenshots/<name>-light.png`, `<name>-dark-narrow.png`. */
  readonly name: string;
  /** Asha, or the administrator of the demo institute. */
  readonly who: 'counsellor' | 'admin';
  /** Goes there, and waits until what matters is shown. */
  readonly open: (visit: Visit) => Promise<void>;
}

/** Every page there is: pages.test.ts looks at each in both colour schemes, wide and narrow. */
export const PAGE_LIST: readonly ListedPage[] = [
  {
    name: 'desk',
    who: 'counsellor',
    open: async ({ page, url }) => {
      await goTo(page, url);
      await page.getByRole('article').nth(2).waitFor();
      await page.getByText('How did it go?').first().waitFor();
    },
  },
  {
    name: 'leads',
    who: 'counsellor',
    open: async ({ page, url }) => {
      await goTo(page, `${url}/leads`);
      await page.getByRole('link', { name: 'Nikhil Gupta' }).waitFor();
    },
  },
  {
    name: 'lead',
    who: 'counsellor',
    open: async ({ page, url, riya }) => {
      await goTo(page, `${url}/leads/${riya}`);
      await page.getByRole('button', { name: 'Recording and more' }).first().click();
      await page.getByRole('button', { name: 'It was another student' }).click();
    },
  },
  {
    name: 'applications',
    who: 'counsellor',
    open: async ({ page, url }) => {
      await goTo(page, `${url}/applications`);
      await page.getByRole('button', { name: 'Call Riya Sharma for B.Tech.' }).waitFor();
    },
  },
  {
    name: 'team',
    who: 'counsellor',
    open: async ({ page, url }) => {
      await goTo(page, `${url}/team`);
      await page.getByText('Bilal Khan with').waitFor();
    },
  },
  {
    name: 'account',
    who: 'counsellor',
    open: async ({ page, url }) => {
      await goTo(page, `${url}/account`);
      await page.getByText('This browser').waitFor();
    },
  },
  {
    name: 'reset-password',
    who: 'counsellor',
    open: async ({ page, url }) => {
      await goTo(page, `${url}/reset-password?token=${'0'.repeat(43)}`);
      await page.locator('[name=newPassword]').fill('long enough');
      await page.getByRole('button', { name: 'Set password' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'not-for-you',
    who: 'admin',
    open: async ({ page, url }) => {
      await goTo(page, `${url}/team`);
      await page.getByText('This page is not open to you').waitFor();
    },
  },
  {
    name: 'phone',
    who: 'counsellor',
    open: async ({ page, url }) => {
      await goTo(page, `${url}/phone`);
      await page.getByText(/^This phone is (ready|connected)$/).waitFor();
    },
  },
  {
    name: 'not-found-lead',
    who: 'counsellor',
    open: async ({ page, url }) => {
      await goTo(page, `${url}/leads/0199a000-0000-7000-8000-0000000000ff`);
      await page.getByText('This page could not be shown').waitFor();
    },
  },
  {
    name: 'operations',
    who: 'admin',
    open: async ({ page, url }) => {
      await goTo(page, `${url}/operations?show=repaired`);
      await page.getByText('No call had to be repaired.').waitFor();
      await page.getByText('TataTele (Smartflo)').waitFor();
    },
  },
  {
    name: 'operations-logs',
    who: 'admin',
    open: async ({ page, url }) => {
      await goTo(page, `${url}/operations/logs`);
      await page.getByRole('link', { name: 'Pop-up request' }).nth(4).waitFor();
    },
  },
  {
    name: 'operations-request',
    who: 'admin',
    open: async ({ page, url }) => {
      await goTo(page, `${url}/operations/logs`);
      await page.getByRole('link', { name: 'Call details' }).first().click();
      await page.getByText(/^Its call/).waitFor();
    },
  },
  {
    name: 'operations-call',
    who: 'admin',
    open: async ({ page, url, floor }) => {
      const { body } = await (await floor.stage.admin()).call('GET', '/v1/calls?outcome=missed&limit=1');
      await goTo(page, `${url}/operations/calls/${body.items[0].id}`);
      await page.getByText('Nobody wrote a note about this call.').waitFor();
    },
  },
  {
    name: 'operations-events',
    who: 'admin',
    open: async ({ page, url }) => {
      await goTo(page, `${url}/operations/deliveries`);
      await page.getByText('Nothing was sent yet.').waitFor();
    },
  },
  {
    name: 'board',
    who: 'admin',
    open: async ({ page, url }) => {
      await goTo(page, `${url}/board`);
      await page.getByText('Rings Asha Rao').first().waitFor();
    },
  },
  {
    name: 'reports',
    who: 'admin',
    open: async ({ page, url }) => {
      await goTo(page, `${url}/reports?days=today`);
      await page.getByRole('rowheader', { name: 'Asha Rao' }).waitFor();
      await page.getByRole('img', { name: 'Calls by day' }).locator('svg').waitFor();
    },
  },
  {
    name: 'reports-definition',
    who: 'counsellor',
    open: async ({ page, url }) => {
      await goTo(page, `${url}/reports?days=today`);
      await page.getByRole('radiogroup', { name: 'Show calls by day as' }).getByText('Table').click();
      await page.getByRole('button', { name: 'Success' }).first().hover();
      await page.getByText('A student dialled. The counsellor talked on the call').waitFor();
    },
  },
  {
    name: 'reports-campaigns',
    who: 'admin',
    open: async ({ page, url }) => {
      await goTo(page, `${url}/reports/campaigns`);
      await page.getByRole('rowheader', { name: 'Website' }).waitFor();
    },
  },
  {
    name: 'reports-vendors',
    who: 'admin',
    open: async ({ page, url }) => {
      await goTo(page, `${url}/reports/vendors`);
      await page.getByRole('rowheader', { name: 'Lost call backs' }).waitFor();
    },
  },
  {
    name: 'reports-calls',
    who: 'admin',
    open: async ({ page, url }) => {
      await goTo(page, `${url}/reports/calls?counted=any`);
      await page.getByRole('link', { name: /Why it came so: Riya Sharma/ }).waitFor();
    },
  },
  {
    name: 'go-live',
    who: 'admin',
    open: async ({ page, url }) => {
      await goTo(page, `${url}/go-live`);
      await page.getByRole('button', { name: 'Begin the live check' }).waitFor();
    },
  },
  {
    name: 'go-live-run',
    who: 'admin',
    open: async ({ page, url, floor }) => {
      const admin = await floor.stage.admin();
      const { body } = await admin.call('POST', '/v1/go-live', { mode: 'rehearsal', vendor: 'tatatel' });
      await admin.call('POST', `/v1/go-live/${body.id}/rehearse`, { checks: ['routing_answers'] });
      await goTo(page, `${url}/go-live/${body.id}`);
      await page
        .getByRole('button', { name: /Inbound flow/ })
        .first()
        .click();
      await page
        .getByRole('button', { name: /Outbound flow/ })
        .first()
        .click();
    },
  },
  ...settingsPages,
];
