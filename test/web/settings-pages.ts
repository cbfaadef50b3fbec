import type { Page } from 'playwright-core';
import type { Floor } from '../click-to-call/floor.ts';
import { goTo } from './browsers.ts';

/** A page of settings: where it is, and what shows that it is there. */
interface SettingsPage {
  readonly name: string;
  readonly path: string;
  readonly ready: string;
  /** Gives it something to show, or opens something on it. */
  readonly more?: (page: Page, floor: Floor) => Promise<void>;
}

const asAdmin = async ({ stage }: Floor, method: string, path: string, body: unknown): Promise<void> => {
  await (await stage.admin()).call(method, path, body);
};

const SETTINGS_PAGES: readonly SettingsPage[] = [
  { name: 'guide', path: '', ready: 'steps are done' },
  {
    name: 'health',
    path: '/health',
    ready: 'Health',
    more: async (page, { stage }) => {
      const call = { call_id: 'unmapped', applicant_no: '9812345670', agent_no: '9811122233', did_no: '8047100999' };
      await stage.vendor('ivrCallNotification', call);
      await page.reload();
      await page.getByText('Map it').waitFor();
      await page.getByText('Add it').waitFor();
    },
  },
  { name: 'vendors', path: '/telephony', ready: 'Default vendor' },
  {
    name: 'telephony',
    path: '/telephony/tatatel',
    ready: 'Enable APP Calling',
    more: async (page) => {
      for (const label of ['Asha Rao', 'Chitra Iyer'])
        await page.getByLabel('Add a sticky counsellor').selectOption({ label });
    },
  },
  { name: 'sheet', path: '/telephony/tatatel/sheet', ready: 'Dialed on Agent' },
  { name: 'numbers', path: '/numbers', ready: 'Website' },
  {
    name: 'number',
    path: '/numbers',
    ready: 'Website',
    more: async (page) => {
      await page.getByRole('button', { name: 'Add a number' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Add it' }).click();
      await page.getByRole('dialog').getByText('Not saved').waitFor();
    },
  },
  { name: 'blocked', path: '/blocked', ready: 'Block it' },
  { name: 'counsellors', path: '/counsellors', ready: 'Chitra Iyer' },
  {
    name: 'counsellor',
    path: '/counsellors',
    ready: 'Chitra Iyer',
    more: async (page) => {
      await page.getByRole('link', { name: 'Asha Rao' }).click();
      await page.getByText('Make a sign-in link').waitFor();
    },
  },
  { name: 'teams', path: '/teams', ready: 'led by' },
  { name: 'permissions', path: '/permissions', ready: 'Receive call pop-ups' },
  { name: 'single-sign-on', path: '/sign-in', ready: 'Issuer' },
  {
    name: 'institute',
    path: '/institute',
    ready: 'Calling hours',
    more: async (page) => await page.getByText('At these hours').click(),
  },
  { name: 'dispositions', path: '/dispositions', ready: 'Add a disposition' },
  { name: 'forms', path: '/forms', ready: 'B.Tech.' },
  { name: 'retention', path: '/retention', ready: 'Recordings' },
  {
    name: 'api-key',
    path: '/api-keys',
    ready: 'Make a key',
    more: async (page) => {
      await page.getByRole('button', { name: 'Make a key' }).click();
      await page.getByRole('dialog').getByText('Grants of its own').click();
    },
  },
  {
    name: 'webhooks',
    path: '/webhooks',
    ready: 'Add a webhook',
    more: async (page, floor) => {
      const webhook = { url: 'https://crm.hill.test/calls', events: ['call.ended', 'lead.created'], enabled: false };
      await asAdmin(floor, 'POST', '/v1/settings/webhooks', webhook);
      await page.reload();
      await page.getByText(webhook.url).first().waitFor();
    },
  },
  { name: 'audit', path: '/audit', ready: 'Changed the vendor' },
];

/** The pages of settings, for the list of pages. */
export const settingsPages = SETTINGS_PAGES.map(({ name, path, ready, more }) => ({
  name: `settings-${name}`,
  who: 'admin' as const,
  open: async ({ page, url, floor }: { readonly page: Page; readonly url: string; readonly floor: Floor }) => {
    await goTo(page, `${url}/settings${path}`);
    await page.getByRole('main').getByText(ready).first().waitFor();
    await more?.(page, floor);
  },
}));
