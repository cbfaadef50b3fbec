import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually, openStage, type Person, type Stage } from '../spine/stage.ts';
import { aVendorCall, ASHA, BILAL, NEHA, RIYA, type VendorCall } from '../spine/vendor-call.ts';
import { builtPages, signInAt, startBrowsers, type Browsers } from './browsers.ts';

jest.setTimeout(120_000);

let stage: Stage;
let browsers: Browsers;
let asha: Person;
let desk: Page;
/** Of the test that runs; over with it. */
const rung: VendorCall[] = [];
beforeAll(async () => {
  const webDir = await builtPages();
  [stage, browsers] = await Promise.all([openStage({ variables: { WEB_DIR: webDir } }), startBrowsers()]);
  asha = await stage.signIn('asha@demo.test');
  desk = await signInAt(await browsers.open(), stage.url, 'asha@demo.test');
}, 180_000);
afterEach(async () => {
  for (const call of rung.splice(0)) await call.ends();
  await stage.configure({ inbound: { addNotesInstead: false }, leads: { createOn: 'ring' } });
  await desk.goto(stage.url);
  await desk.getByRole('status', { name: 'Connection: Live' }).waitFor();
  await desk.getByText('No calls right now').waitFor();
});
afterAll(async () => {
  await browsers.close();
  await stage.close();
});

const card = (name: string) => desk.getByRole('article', { name });

/** A call to the DID of the website rings Asha. */
async function rings(number?: string): Promise<VendorCall> {
  const call = aVendorCall(stage, number, { did_no: '8047100100' });
  rung.push(call);
  await call.rings(ASHA);
  return call;
}

describe('a card', () => {
  test('says who calls, how far they are, whose they are, and what they dialled', async () => {
    await rings(RIYA);
    const riya = card('Riya Sharma, ringing');
    await riya.waitFor();
    const text = (await riya.innerText()).replaceAll(/\s+/g, ' ');
    for (const part of [
      'Ringing',
      '+91 98123 45670',
      'Stage New',
      'Owner Asha Rao',
      'Campaign Website',
      'Dialled +91 80471 00100',
    ]) {
      expect(text).toContain(part);
    }
  });

  test('opens the profile, and only then, with the call for which it is saved', async () => {
    await rings(RIYA);
    await card('Riya Sharma').waitFor();
    expect(new URL(desk.url()).pathname).toBe('/');
    await card('Riya Sharma').getByRole('button', { name: 'View profile' }).click();
    await desk.waitForURL(/\/leads\/[\da-f-]+\?call=/);
    // It stays beside the profile.
    await card('Riya Sharma').waitFor();
  });

  test('offers a note where profiles are hidden', async () => {
    await stage.configure({ inbound: { addNotesInstead: true } });
    const call = await rings(RIYA);
    await card('Riya Sharma').getByRole('button', { name: 'Add notes' }).click();
    expect(await card('Riya Sharma').getByRole('button', { name: 'View profile' }).count()).toBe(0);
    await desk.getByLabel('Note').fill('Asks for the hostel fee');
    await desk.getByRole('button', { name: 'Save note' }).click();
    await desk.getByText('The note is saved.').waitFor();
    const { lead } = await call.shown(() => true);
    const { body } = await asha.call('GET', `/v1/leads/${lead.id}/timeline`);
    expect(body.items[0]).toMatchObject({ type: 'note', text: 'Asks for the hostel fee', by: { name: 'Asha Rao' } });
  });

  test('of an unknown caller makes a lead, though the number is hidden from whoever makes it', async () => {
    await stage.configure({ leads: { createOn: 'never' } });
    const admin = await stage.admin();
    await admin.call('PUT', `/v1/settings/counsellors/${asha.id}/permissions`, { grants: { full_numbers: 'no' } });
    const call = await rings();
    await card('New lead').getByRole('button', { name: 'Create lead' }).click();
    expect(await card('New lead').innerText()).not.toContain(call.number.slice(0, 5));
    await desk.getByLabel('Name').fill('Tara Sen');
    await card('New lead').getByRole('button', { name: 'Create lead' }).click();
    await card('Tara Sen').waitFor();
    await admin.call('PUT', `/v1/settings/counsellors/${asha.id}/permissions`, { grants: { full_numbers: null } });
    expect(await call.shown(({ lead }) => lead !== null)).toMatchObject({ lead: { name: 'Tara Sen' } });
  });

  test('names the siblings on the same number, and gives the call to the one it is', async () => {
    const { body: sibling } = await asha.call('POST', '/v1/leads', {
      name: 'Nikhil Gupta',
      phones: [{ number: NEHA }],
    });
    const call = await rings(NEHA);
    await desk.getByRole('article').first().waitFor();
    const { lead } = await call.shown(({ lead: linked }) => linked !== null);
    const other = lead.id === sibling.id ? 'Neha Gupta' : 'Nikhil Gupta';
    await desk.getByRole('button', { name: `It is them : give the call to ${other}` }).click();
    await card(other).waitFor();
  });

  test('asks how it went once the call is over, and goes when that is said', async () => {
    const call = await rings(RIYA);
    await card('Riya Sharma, ringing').waitFor();
    await call.answeredBy(ASHA);
    const wrapUp = card('Riya Sharma, wrap-up');
    await desk.getByRole('link', { name: 'Wrap-ups to do: 1' }).waitFor();
    // Of the ten minutes it has, where nothing else is set.
    expect(await wrapUp.getByRole('timer').innerText()).toMatch(/^(10:00|0\d:\d\d)$/);
    await wrapUp.getByText('Interested', { exact: true }).click();
    await wrapUp.getByLabel('Note').fill('Wants a visit on Friday');
    await wrapUp.getByRole('button', { name: 'Finish wrap-up' }).click();
    await wrapUp.waitFor({ state: 'detached' });
    await desk.getByRole('link', { name: 'Wrap-ups to do: 0' }).waitFor();
    expect(await call.shown()).toMatchObject({ disposition: 'interested' });
    // Without another card the keyboard goes on from the top of the page.
    expect(await desk.evaluate(() => document.activeElement?.textContent)).toBe('Desk');
  });

  test('is worked without the mouse', async () => {
    await rings(RIYA);
    await card('Riya Sharma').waitFor();
    await desk.keyboard.press('Alt+j');
    await desk.keyboard.press('m');
    await card('Riya Sharma').getByRole('button', { name: 'Unmute' }).waitFor();
    await desk.keyboard.press('n');
    await desk.keyboard.type('x marks the spot');
    await desk.keyboard.press('Tab');
    await desk.keyboard.press('Enter');
    await desk.getByText('The note is saved.').waitFor();
    await desk.keyboard.press('x');
    await card('Riya Sharma').waitFor({ state: 'detached' });
  });
});

describe('the desk', () => {
  test('counts a missed call at once, and lists whoever is to be called back with a button for it', async () => {
    const { body } = await asha.call('GET', '/v1/missed-calls');
    for (const { id } of body.items) await asha.call('POST', `/v1/missed-calls/${id}/open`);
    await desk.getByRole('link', { name: 'Missed calls: 0' }).waitFor();
    const call = await rings(NEHA);
    await call.rings(BILAL);
    await call.ends();
    await desk.getByRole('link', { name: 'Missed calls: 1' }).waitFor();
    const list = desk.getByRole('region', { name: 'Missed calls' });
    await list.getByRole('listitem').waitFor();
    const { lead } = await call.shown();
    expect(await list.innerText()).toContain(lead.name);
    expect(await list.innerText()).toContain('by Bilal Khan');
    await list.getByRole('button', { name: `Call back ${lead.name}` }).waitFor();
    // Whoever opens the lead takes the entry off everybody's list.
    await list.getByRole('button', { name: lead.name, exact: true }).click();
    await desk.waitForURL(/\/leads\//);
    await desk.getByRole('link', { name: 'Missed calls: 0' }).waitFor();
  });

  test('switches taking calls off and on', async () => {
    const takingCalls = desk.getByRole('switch', { name: 'Taking calls' });
    const isTaking = async (wanted: boolean) =>
      await eventually(async () => ((await asha.call('GET', '/v1/me')).body.takingCalls === wanted ? true : null));
    await takingCalls.click();
    await desk.getByText('Not taking calls', { exact: true }).waitFor();
    await isTaking(false);
    await takingCalls.click();
    await isTaking(true);
  });

  test('keeps what happened below: the calls of today, and the cards that are gone', async () => {
    await rings(RIYA);
    await card('Riya Sharma').getByRole('button', { name: 'Dismiss' }).click();
    const calls = desk.getByRole('region', { name: 'Calls of today' });
    await calls.getByText('Riya Sharma').first().waitFor();
    await desk.getByText('Earlier cards', { exact: true }).click();
    await desk.getByText('Dismissed').first().waitFor();
  });
});
