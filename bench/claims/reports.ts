import { sql } from 'slonik';
import { z } from 'zod';
import { noRows } from '../../db/columns.ts';
import type { Pool } from '../../db/pool.ts';
import { demo } from '../../dev/demo-data.ts';
import type { Claim, Series } from '../claim.ts';
import { figuresOf } from '../figures.ts';
import type { Ground } from '../ground.ts';
import { DAYS, insertManyCalls } from '../many-calls.ts';
import { startProduct, type Product } from '../product.ts';

const CALLS = Number(process.env['BENCH_CALLS'] ?? 10_000_000);
const COUNSELLORS = 200;
const TEAM = 20;
const ROUNDS = 30;
const WARM_UP = 5;
const MONTH = 30;

/** The n-th month back, each round another. */
const month = (n: number): { readonly from: string; readonly to: string } => {
  const last = Date.now() - ((n % Math.max(1, Math.floor(DAYS / MONTH - 1))) * MONTH + 1) * 86_400_000;
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  return { from: day(last - (MONTH - 1) * 86_400_000), to: day(last) };
};
const ofMonth = (n: number): string => new URLSearchParams(month(n)).toString();

interface Asked {
  readonly name: string;
  readonly path: (n: number) => string;
}

/** The first two are what the aims are about. */
const asked = (team: string, counsellor: string): readonly Asked[] => [
  { name: 'productivity, a month', path: (n) => `productivity?${ofMonth(n)}` },
  { name: 'campaigns, a month', path: (n) => `campaigns?${ofMonth(n)}` },
  { name: 'productivity of a team, a month', path: (n) => `productivity?${ofMonth(n)}&team=${team}` },
  { name: 'productivity of one, a month', path: (n) => `productivity?${ofMonth(n)}&counsellor=${counsellor}` },
  { name: 'hours, a month', path: (n) => `hours?${ofMonth(n)}` },
  { name: 'vendors, a month', path: (n) => `vendors?${ofMonth(n)}` },
  {
    name: 'productivity, a year',
    path: (n) => `productivity?from=${month((n % 10) + 12).from}&to=${month(n % 10).to}`,
  },
];

/**
 * Reports of a month over HTTP, session and all, among ten million calls of two years. The baseline computes the same
 * productivity from calls and offers, with an index on when they started, by hand, without HTTP.
 */
export async function reportsClaim(ground: Ground): Promise<readonly Claim[]> {
  const product = await startProduct(ground, { name: 'reports', counsellors: COUNSELLORS, leads: 0, worker: false });
  const ids = product.institute.counsellors.map(({ id }) => id);
  const began = performance.now();
  await insertManyCalls(product.db, ids, CALLS);
  const filled = performance.now() - began;
  const team = await grant(product.db, ids);
  const ours: Series[] = [];
  for (const { name, path } of asked(team, ids[1] ?? '')) {
    const times = [];
    for (let n = 0; n < WARM_UP; n += 1) await ask(product, path(ROUNDS + n));
    for (let n = 0; n < ROUNDS; n += 1) times.push(await timed(async () => await ask(product, path(n))));
    ours.push({ name, times, perSecond: null });
  }
  const times = [];
  for (let n = 0; n < ROUNDS / 3; n += 1) times.push(await timed(async () => await byHand(product.db, month(n))));
  await product.stop();
  const [productivity, campaigns] = ours.map((series) => figuresOf(series.times)?.p99 ?? Infinity);
  return [
    {
      title: `reports: among ${CALLS.toLocaleString('en')} calls of ${DAYS} days and ${COUNSELLORS} counsellors`,
      ours,
      baseline: { name: 'productivity of a month from the calls, by hand', times, perSecond: null },
      aims: [
        {
          name: 'productivity of a month, p99',
          measured: productivity ?? Infinity,
          wanted: 300,
          is: 'below',
          unit: ' ms',
        },
        { name: 'campaigns of a month, p99', measured: campaigns ?? Infinity, wanted: 300, is: 'below', unit: ' ms' },
      ],
      notes: [`made in ${(filled / 1000).toFixed(0)} s`],
    },
  ];
}

/** Lets the first counsellor see all reports, and puts some into a team. */
async function grant(db: Pool, ids: readonly string[]): Promise<string> {
  const institute = demo.institute.id;
  await db.query(sql.type(noRows)`
    insert into user_permission (institute_id, counsellor_id, permission, scope) values (${institute}, ${ids[0] ?? null}, 'call_reports', 'all')
  `);
  return await db.oneFirst(sql.type(z.object({ id: z.string() }))`
    with made as (insert into team (institute_id, name) values (${institute}, 'North') returning id),
    joined as (
      update counsellor set team_id = made.id from made
      where institute_id = ${institute} and counsellor.id = any(${sql.array(ids.slice(0, TEAM), 'uuid')})
    )
    select id from made
  `);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function ask({ url, institute }: Product, path: string): Promise<void> {
  const response = await fetch(`${url}/v1/reports/${path}`, {
    headers: { cookie: institute.counsellors[0]?.cookie ?? '' },
  });
  const text = await response.text();
  if (response.status !== 200 || text.length < 100) throw new Error(`A report was refused: ${response.status}`);
}

async function byHand(db: Pool, { from, to }: { readonly from: string; readonly to: string }): Promise<void> {
  const zone = demo.institute.timeZone;
  const during = sql.fragment`c.started_at >= ${from}::date::timestamp at time zone ${zone} and c.started_at < (${to}::date + 1)::timestamp at time zone ${zone}`;
  await db.any(sql.type(noRows)`
    select o.counsellor_id, c.direction, count(distinct c.id) filter (where o.result = 'answered') as success,
      count(distinct c.id) filter (where o.result = 'missed') as missed,
      sum(c.talk_seconds) filter (where o.result = 'answered') as talk, count(*) as offers,
      count(distinct c.lead_id) filter (where o.result = 'answered') as leads
    from call c
    join offer o on o.institute_id = c.institute_id and o.call_id = c.id
    where c.institute_id = ${demo.institute.id} and ${during}
    group by 1, 2
  `);
}
