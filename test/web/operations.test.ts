import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { demo } from '../../dev/demo-data.ts';
import { openFloor, type Floor } from '../click-to-call/floor.ts';
import { openRecordingHost, type RecordingHost } from '../outside/recording-host.ts';
import { openReceiver, subscribe, type Receiver } from '../outside/webhook-receiver.ts';
import { eventually } from '../spine/stage.ts';
import { aVendorCall, ASHA, BILAL, KABIR, NEHA, RIYA } from '../spine/vendor-call.ts';
import { builtPages, signInAt, startBrowsers, takePicture, type Browsers } from './browsers.ts';

jest.setTimeout(120_000);

let floor: Floor;
let browsers: Browsers;
let recordings: RecordingHost;
let receiver: Receiver;
/** The admin's, who may see everything, and Asha's, who is a counsellor. */
let page: Page;
let asha: Page;
beforeAll(async () => {
  const webDir = await builtPages();
  const variables = {
    WEB_DIR: webDir,
    TEMPORAL_UI_URL: 'http://temporal.example',
    WEBHOOK_RETRY_SECONDS: '1',
  };
  [floor, browsers, recordings, receiver] = await Promise.all([
    openFloor({ stage: { variables } }),
    startBrowsers(),
    openRecordingHost(),
    openReceiver(),
  ]);
  [page, asha] = await Promise.all([
    signInAt(await browsers.open(), floor.stage.url, demo.admin.email),
    signInAt(await browsers.open(), floor.stage.url, 'asha@demo.test'),
  ]);
}, 180_000);
afterAll(async () => {
  await browsers.close();
  await floor.close();
  await recordings.stop();
  await receiver.stop();
});

const at = (path: string): string => `${floor.stage.url}${path}`;

describe('a request that went wrong', () => {
  test('is found by its number, read as it came, and taken in once the setting is mended', async () => {
    await floor.stage.configure({ inbound: { enabled: false } });
    await aVendorCall(floor.stage, NEHA, { call_id: 'lost-1' }).rings(ASHA);
    await page.goto(at('/operations/logs'));
    await page.getByLabel('Search').fill('098123-45672');
    const row = page.getByRole('row').filter({ hasText: 'Incoming calls off' });
    await row.waitFor();
    // Found again by its address alone.
    await page.reload();
    await row.getByRole('link', { name: 'Pop-up request' }).click();
    const came = page.getByRole('region', { name: 'What came' });
    await came.getByText('lost-1').waitFor();
    expect(await came.getByText('[redacted]').count()).toBe(1);
    expect(await came.getByText(demo.secretKey).count()).toBe(0);
    await page.getByText('Inbound calling is not enabled').waitFor();

    await floor.stage.configure({ inbound: { enabled: true } });
    await page.getByRole('button', { name: 'Replay' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Replay' }).click();
    await dialog.getByText('It was taken in, and told something new of its call.').waitFor();
    await takePicture(page, 'operations-replayed');
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('region', { name: 'What became of it' }).getByText('The vendor rings Asha Rao.').waitFor();
    await page.getByRole('link', { name: 'Read its story' }).click();
    await page.getByRole('heading', { name: 'Neha Gupta' }).waitFor();
    await page.getByRole('region', { name: 'Who was rung' }).getByText('Asha Rao').waitFor();
  });
});

describe('why a call went as it did', () => {
  test('a missed one names who was rung, and why it was missed, to whoever sees the call', async () => {
    const call = aVendorCall(floor.stage, KABIR, { did_no: '8047100100' });
    await call.rings(ASHA);
    await call.rings(BILAL);
    await call.ends();
    const { id } = await call.shown();
    await asha.goto(at(`/operations/calls/${id}`));
    await asha.getByText(/^Nobody answered\. Rung: Asha Rao.*, then Bilal Khan/).waitFor();
    const story = asha.getByRole('region', { name: 'How it went' });
    await story.getByText('The vendor rings Bilal Khan.').waitFor();
    await story.getByText("Asha Rao's pop-up was withdrawn: the next counsellor was rung.").waitFor();
    await story.getByText('The call was settled as missed: somebody was rung, nobody talked.').waitFor();
    // Requests and workflows are for those who may see them.
    expect(await asha.getByRole('link', { name: /Request|requests|Temporal/ }).count()).toBe(0);

    await page.goto(at(`/operations/calls/${id}`));
    const workflow = page.getByRole('link', { name: 'Workflow in Temporal' });
    expect(await workflow.getAttribute('href')).toBe(
      `http://temporal.example/namespaces/${floor.stage.namespace}/workflows/call-${id}`,
    );
    await page.getByRole('link', { name: 'Its requests' }).click();
    await eventually(async () => ((await page.getByRole('link', { name: 'Its story' }).count()) === 3 ? true : null));
  });

  test('its recording plays in the page, to the second and from any place', async () => {
    const call = aVendorCall(floor.stage, RIYA);
    await call.rings(ASHA);
    await call.answeredBy(ASHA, { resource_url: `${recordings.url}/talk.wav` });
    const { id } = await call.shown();
    await asha.goto(at(`/operations/calls/${id}`));
    const player = asha.getByLabel('Recording of the call');
    await player.waitFor();
    const state = async () =>
      await player.evaluate(({ currentTime, duration, error, seekable }: HTMLAudioElement) => ({
        currentTime,
        duration,
        end: seekable.length === 0 ? 0 : seekable.end(0),
        error: error?.message ?? null,
      }));
    // Nothing is fetched before somebody wants to listen.
    expect(recordings.asked).toEqual([]);
    await player.focus();
    await asha.keyboard.press('Space');
    const playing = await eventually(async () => {
      const now = await state();
      return now.currentTime > 0.05 || now.error !== null ? now : null;
    });
    expect(playing.error).toBeNull();
    expect(playing.duration).toBeCloseTo(1, 1);
    expect(playing.end).toBeCloseTo(1, 1);
    await player.evaluate((audio: HTMLAudioElement) => {
      audio.pause();
      audio.currentTime = 0.7;
    });
    await eventually(async () => ((await state()).currentTime === 0.7 ? true : null));
    await player.evaluate(async (audio: HTMLAudioElement) => await audio.play());
    await eventually(async () => ((await state()).currentTime > 0.75 ? true : null));
  });

  test('or it is said why it does not play', async () => {
    recordings.place('/gone.wav', (_, response) => void response.writeHead(404).end());
    const call = aVendorCall(floor.stage, RIYA);
    await call.rings(ASHA);
    await call.answeredBy(ASHA, { resource_url: `${recordings.url}/gone.wav` });
    const { id } = await call.shown();
    await asha.goto(at(`/operations/calls/${id}`));
    await asha.getByLabel('Recording of the call').focus();
    await asha.keyboard.press('Space');
    await asha.getByText('The vendor does not have this recording any more.').waitFor();
  });
});

describe('the overview', () => {
  test('lists a call whose end nobody told, and is not there for a counsellor', async () => {
    await floor.stage.configure({ times: { callBackSeconds: 1 } });
    const call = aVendorCall(floor.stage);
    await call.rings(ASHA);
    await call.shown(({ outcome }) => outcome === 'unknown');
    await page.goto(at('/operations'));
    await page.getByText('Temporal answers').waitFor();
    await page.getByText('Unknown (1)').waitFor();
    const row = page.getByRole('row').filter({ hasText: call.id });
    await row.getByText('Nobody told how the call ended').waitFor();
    await takePicture(page, 'operations-unknown');
    await row.getByRole('link').click();
    await page.getByText('it knows no such call').first().waitFor();
    await takePicture(page, 'operations-unknown-call');

    await asha.goto(at('/operations'));
    await asha.getByText('This page is not open to you').waitFor();
    expect(await asha.getByRole('navigation').getByText('Operations').count()).toBe(0);
  });

  test('leads to events that were given up, which are sent again', async () => {
    const hook = await subscribe(await floor.stage.admin(), receiver, ['lead.created']);
    receiver.answers(hook.path, (response) => void response.writeHead(500).end());
    await floor.newLead();
    const admin = await floor.stage.admin();
    await eventually(async () => {
      const { body } = await admin.call('GET', '/v1/settings/webhook-deliveries?state=dead');
      return body.items.length > 0 ? true : null;
    });
    await page.goto(at('/operations'));
    await page.getByText('1 given up').waitFor();
    await page.getByRole('listitem').filter({ hasText: 'Outgoing events' }).getByRole('link').click();
    await page.getByText('The endpoint answered with an error (HTTP 500).').waitFor();
    await takePicture(page, 'operations-given-up');
    receiver.answers(hook.path, (response) => void response.writeHead(204).end());
    await page.goto(at('/operations/deliveries'));
    await page.getByRole('button', { name: 'Send again: A lead was made' }).click();
    await page.getByRole('cell').getByText('Delivered', { exact: true }).waitFor();
  });
});
