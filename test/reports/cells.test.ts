import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Answer } from '../spine/stage.ts';
import { runs } from '../convergence/cases.ts';
import { DID } from '../convergence/ground.ts';
import { openReportFloor, type Reader, type ReportFloor } from './floor.ts';
import { live, past } from './histories.ts';

let floor: ReportFloor;
beforeAll(async () => {
  floor = await openReportFloor();
});
afterAll(async () => {
  await floor.close();
});

type Row = Answer['body'];
const DIRECTIONS = ['inbound', 'outbound', 'campaign'] as const;
const ADDED = [
  'inboundSuccess',
  'inboundMissed',
  'outboundSuccess',
  'outboundMissed',
  'campaignSuccess',
  'campaignMissed',
  'totalSuccess',
  'totalMissed',
  'totalCallDuration',
  'offers',
  'offersAnswered',
  'leadsEngaged',
] as const;

/** The dates of a report and of the lists behind it: all, and some that leave out part of it. */
const spans = ['', 'from=2026-01-05&to=2026-01-05', 'from=2026-01-06', 'to=2026-01-06'] as const;

const offersOf = (calls: readonly Row[], id: string, result?: string): number =>
  calls
    .flatMap((call) => call.offers)
    .filter((offer) => offer.counsellor.id === id && (result === undefined || offer.result === result)).length;

/** What the lists behind a row come to, cell by cell. */
async function rowOfLists({ walk }: Reader, who: string, dates: string): Promise<Record<string, number>> {
  const list = async (counted: string, more = '') =>
    await walk(`/v1/calls?counsellor=${who}&counted=${counted}&${dates}${more}`);
  const cells: Record<string, number> = {};
  for (const direction of DIRECTIONS) {
    cells[`${direction}Success`] = (await list('success', `&direction=${direction}`)).length;
    cells[`${direction}Missed`] = (await list('missed', `&direction=${direction}`)).length;
  }
  const [successes, offered] = [await list('success'), await list('offered')];
  cells['totalSuccess'] = successes.length;
  cells['totalMissed'] = (await list('missed')).length;
  cells['offers'] = offersOf(offered, who);
  cells['offersAnswered'] = offersOf(offered, who, 'answered');
  cells['leadsEngaged'] = new Set(successes.flatMap(({ lead }) => lead?.id ?? [])).size;
  return cells;
}

/** What the log says of a call by itself agrees with what it counts as. */
async function expectSense({ walk }: Reader, who: string, dates: string): Promise<void> {
  for (const call of await walk(`/v1/calls?counsellor=${who}&counted=success&${dates}`)) {
    expect(call.outcome).toBe('answered');
  }
  for (const call of await walk(`/v1/calls?counsellor=${who}&counted=missed&${dates}`)) {
    expect(offersOf([call], who, 'answered')).toBe(0);
    if (call.direction !== 'outbound') expect(offersOf([call], who, 'missed')).toBeGreaterThan(0);
    else expect(['missed', call.outcome]).not.toEqual(['missed', 'unknown']);
  }
}

/** Cells that were more than nothing in some report: a test in which all calls are missed proves little. */
const met = new Set<string>();

async function expectProductivity(reader: Reader, dates: string): Promise<void> {
  const { status, body } = await reader.get(`/v1/reports/productivity?${dates}`);
  expect(status).toBe(200);
  for (const row of body.rows) {
    expect([row.counsellor, row]).toMatchObject([row.counsellor, await rowOfLists(reader, row.counsellor.id, dates)]);
    await expectSense(reader, row.counsellor.id, dates);
    const alone = (await reader.get(`/v1/reports/productivity?${dates}&counsellor=${row.counsellor.id}`)).body;
    const theirs = await reader.walk(`/v1/calls?counsellor=${row.counsellor.id}&counted=any&${dates}`);
    expect([alone.rows, alone.total, alone.distinctCalls]).toEqual([
      [row],
      { ...row, counsellor: null },
      theirs.length,
    ]);
  }
  expect(body.unattributed).toMatchObject(await rowOfLists(reader, 'unattributed', dates));
  for (const cell of ADDED) {
    const sum = [...body.rows, body.unattributed].reduce((total: number, row: Row) => total + row[cell], 0);
    expect([cell, body.total[cell]]).toEqual([cell, sum]);
    if (sum > 0) met.add(cell);
  }
  const all = await reader.walk(`/v1/calls?counted=any&${dates}`);
  expect(body.distinctCalls).toBe(all.length);
}

async function expectHours(reader: Reader, dates: string): Promise<void> {
  const { body } = await reader.get(`/v1/reports/hours?${dates}`);
  const list = async (counted: string, more: string) =>
    (await reader.walk(`/v1/calls?counted=${counted}&${more}`)).length;
  const lists = async (more: string) => ({
    calls: await list('any', more),
    answered: await list('success', more),
    missed: await list('unanswered', more),
  });
  for (const { day, ...counts } of body.days) expect(counts).toEqual(await lists(`from=${day}&to=${day}`));
  for (const { weekday, hour, ...counts } of body.hours)
    expect(counts).toEqual(await lists(`${dates}&weekday=${weekday}&hour=${hour}`));
  const sum = (rows: readonly Row[]) => rows.reduce((total: number, { calls }: Row) => total + calls, 0);
  expect([sum(body.days), sum(body.hours)]).toEqual(Array(2).fill(await list('any', dates)));
}

async function expectCampaigns(reader: Reader, dates: string): Promise<void> {
  const { body } = await reader.get(`/v1/reports/campaigns?${dates}`);
  const all = await reader.walk(`/v1/calls?counted=any&${dates}`);
  expect(body.total.calls).toBe(all.length);
  const row = body.rows.find(({ campaign, did }: Row) => campaign === 'Website' && did === DID);
  const of = `campaign=Website&did=${encodeURIComponent(DID)}&${dates}`;
  const list = async (counted: string) => await reader.walk(`/v1/calls?counted=${counted}&${of}`);
  const [calls, answered, missed] = [await list('any'), await list('success'), await list('unanswered')];
  if (row === undefined) return expect(calls).toEqual([]);
  expect(row).toMatchObject({
    calls: calls.length,
    uniqueCallers: new Set(calls.map(({ number }) => number)).size,
    answered: answered.length,
    missed: missed.length,
    talkSeconds: answered.reduce((total, { talkSeconds }) => total + (talkSeconds ?? 0), 0),
  });
}

const MARKS = {
  lostCallBacks: 'call_back_missing',
  lostPopups: 'popup_missing',
  late: 'late',
  outOfOrder: 'out_of_order',
  repaired: 'repaired',
  clickErrors: 'click_error',
} as const;

async function expectVendors(reader: Reader, dates: string): Promise<void> {
  const { body } = await reader.get(`/v1/reports/vendors?${dates}`);
  const list = async (more: string) => (await reader.walk(`/v1/calls?${more}&${dates}`)).length;
  for (const row of body.rows) {
    const of = `vendor=${row.vendor}`;
    expect(['calls', row.calls]).toEqual(['calls', await list(`${of}&counted=any`)]);
    for (const [cell, mark] of Object.entries(MARKS))
      expect([cell, row[cell]]).toEqual([cell, await list(`${of}&mark=${mark}`)]);
    for (const [flag, count] of Object.entries(row.flags))
      expect([flag, count]).toEqual([flag, await list(`${of}&mark=${flag}`)]);
    for (const [reason, count] of Object.entries(row.reasons))
      expect([reason, count]).toEqual([reason, await list(`${of}&mark=reason:${reason}`)]);
  }
}

test('every cell of every report is the length of the list it links to, through corrections, links, merges, transfers and clicks', async () => {
  await fc.assert(
    fc.asyncProperty(past, fc.constantFrom(...spans), async (given, dates) => {
      const { admin } = await live(floor, given);
      await expectProductivity(admin, dates);
      await expectHours(admin, dates);
      await expectCampaigns(admin, dates);
      await expectVendors(admin, dates);
    }),
    runs(12),
  );
  expect([...met].toSorted()).toEqual(ADDED.toSorted());
}, 360_000);
