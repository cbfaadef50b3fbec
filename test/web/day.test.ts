import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { VENDORS } from '../../simulator/day/planned.ts';
import { allFaults } from '../../simulator/faults/catalogue.ts';
import { usualPace } from '../../simulator/play/clock.ts';
import type { Person } from '../../simulator/product/client.ts';
import type { Institute } from '../../simulator/product/institute.ts';
import { simulateDay, type SimulatedDay } from '../../simulator/simulate.ts';
import { eventually, openStage, type Stage } from '../spine/stage.ts';
import { builtPages, startBrowsers, takePicture, type Browsers } from './browsers.ts';

const operatorKey = 'operator-key-of-the-simulated-day';
const CALLS = 40;
/** The longest a small day may take, in ms. */
const A_DAY = 900_000;

const WAYS = { inbound: 'Incoming', outbound: 'Outgoing', campaign: 'Campaign' } as const;
const WORDS = {
  answered: 'Answered',
  missed: 'Missed',
  abandoned: 'Abandoned',
  voicemail: 'Voicemail',
  busy: 'Busy',
  no_answer: 'No answer',
  cancelled: 'Cancelled',
  failed: 'Failed',
  agent_no_answer: 'You did not pick up',
  unknown: 'Unknown',
} as const;
/** What of the lists is compared. */
const list = z.object({
  items: z.array(
    z.object({
      number: z.string().nullable(),
      direction: z.literal(Object.keys(WAYS) as (keyof typeof WAYS)[]),
      outcome: z.literal(Object.keys(WORDS) as (keyof typeof WORDS)[]),
    }),
  ),
});
const missedList = z.object({ items: z.array(z.unknown()) });

interface Desk {
  readonly person: Person;
  readonly id: string;
  readonly page: Page;
}

let stage: Stage;
let browsers: Browsers;
let day: SimulatedDay;
/** Counsellors whose pages are open all day. */
const desks: Desk[] = [];

beforeAll(async () => {
  const webDir = await builtPages();
  [stage, browsers] = await Promise.all([
    openStage({ variables: { OPERATOR_KEY: operatorKey, WEB_DIR: webDir } }),
    startBrowsers(),
  ]);
  day = await simulateDay(
    {
      url: stage.url,
      operatorKey,
      seed: 'a small day',
      calls: CALLS,
      vendors: VENDORS,
      dialect: 'both',
      // Often enough that a small day meets them all.
      rates: { ...allFaults, loss: 0.04, outage: 20 },
      pace: usualPace,
      perSecond: 2,
      say: () => undefined,
      onOpen: openDesks,
    },
    true,
  );
}, A_DAY);
afterAll(async () => {
  await browsers.close();
  await stage.close();
});

async function openDesks({ counsellors }: Institute): Promise<void> {
  for (const { id, person } of [...counsellors.values()].slice(0, 2)) {
    const context = await browsers.open();
    const [name = '', value = ''] = person.cookie.split('=');
    await context.addCookies([{ name, value, url: stage.url }]);
    const page = await context.newPage();
    await page.goto(stage.url);
    await page.getByRole('status', { name: 'Connection: Live' }).waitFor();
    desks.push({ person, id, page });
  }
}

describe('a day of five vendors with all faults on', () => {
  test('ends without a difference', () => {
    expect(day.verification?.differences).toEqual([]);
  });

  test('was a day: calls of all vendors, told in their own words and in the classic ones, with faults', () => {
    expect(day.ledger).toHaveLength(CALLS);
    expect(new Set(day.ledger.map(({ call }) => call.vendor))).toEqual(new Set(VENDORS));
    expect(day.ledger.flatMap(({ told }) => told).length).toBeGreaterThan(CALLS);
    const faults = new Set(day.ledger.flatMap((entry) => entry.faults));
    for (const fault of ['loss', 'delay', 'repeat', 'mixed_formats']) expect(faults).toContain(fault);
  });

  test('leaves little that cannot be known, all of it named by rules', () => {
    const { byRule, unexplained } = day.verification?.unknowable ?? {
      byRule: new Map<string, number>(),
      unexplained: [],
    };
    expect(unexplained).toEqual([]);
    expect(byRule.size).toBeGreaterThan(0);
    expect(day.verification?.shown).toBeGreaterThan(CALLS * 0.8);
    // Calls that a busy product put off are held to less: of most calls all is known.
    expect(day.ledger.filter(({ putOffs }) => putOffs > 0).length).toBeLessThan(CALLS / 2);
  });
});

describe('a counsellor’s page that was open all that day', () => {
  /** Their calls of today as the API lists them: of whom, which way, and how each came out. */
  const listed = async ({ person, id }: Desk): Promise<readonly string[]> => {
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kolkata' }).format(new Date());
    const query = new URLSearchParams({ from: today, to: today, counsellor: id, limit: '30' });
    const { items } = list.parse(await person.must('GET', `/v1/calls?${query.toString()}`));
    return items.map(({ number, direction, outcome }) =>
      [number?.slice(-5) ?? 'Withheld', WAYS[direction], WORDS[outcome]].join(', '),
    );
  };
  /** The same as the page shows them. */
  const shown = async ({ page }: Desk): Promise<readonly string[]> => {
    const rows = page.getByRole('region', { name: 'Calls of today' }).locator('tbody tr');
    const cells = await rows.evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText)),
    );
    return cells.map(([, student = '', direction, outcome]) =>
      [student.endsWith('Withheld') ? 'Withheld' : student.slice(-5), direction, outcome].join(', '),
    );
  };

  test('shows its calls as they came out, without having been loaded again', async () => {
    for (const [nth, desk] of desks.entries()) {
      await takePicture(desk.page, `desk-after-a-day-${nth + 1}`);
      const calls = await listed(desk);
      expect(calls.length).toBeGreaterThan(0);
      await eventually(async () => (JSON.stringify(await shown(desk)) === JSON.stringify(calls) ? true : null));
    }
    expect((await Promise.all(desks.map(listed))).flat().join()).toContain('Outgoing');
  });

  test('has the counts of its missed calls, and no card that still rings', async () => {
    for (const { person, page } of desks) {
      const { items } = missedList.parse(await person.must('GET', '/v1/missed-calls?limit=100'));
      await page.getByRole('link', { name: `Missed calls: ${items.length}` }).waitFor();
      expect(await page.locator('article[data-phase=ringing]').count()).toBe(0);
      await page.getByRole('status', { name: 'Connection: Live' }).waitFor();
    }
  });
});
