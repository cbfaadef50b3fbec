import { sql } from 'slonik';
import { z } from 'zod';
import type { LeadFilter } from '../../db/lead-filter.ts';
import { listLeads } from '../../db/lead-list.ts';
import type { LeadSort } from '../../db/lead-sorts.ts';
import type { Db, Pool } from '../../db/pool.ts';
import { demo } from '../../dev/demo-data.ts';
import { readLeadSearch } from '../../domain/leads/search.ts';
import type { Claim, Series } from '../claim.ts';
import { figuresOf } from '../figures.ts';
import type { Ground } from '../ground.ts';
import { insertManyLeads, type ManyLeads } from '../many-leads.ts';
import { startProduct, type Product } from '../product.ts';

const LEADS = Number(process.env['BENCH_LEADS'] ?? 1_000_000);
const ROUNDS = 40;
const WARM_UP = 5;

const everything: LeadFilter = {
  search: null,
  owner: null,
  stage: null,
  origin: null,
  campaign: null,
  lastCallOutcome: null,
  lastCallDirection: null,
  neverCalled: null,
};

interface Listing {
  readonly name: string;
  /** As the API takes it; `n` counts the rounds. */
  readonly query: (n: number) => string;
  readonly filter: LeadFilter;
  readonly sort?: LeadSort;
}

/** The searches by number come first: they are what the aims are about. */
const listings = ({ gone, numbers }: ManyLeads): readonly Listing[] => {
  const typed = (n: number): string => numbers[n % numbers.length] ?? '';
  const search = (text: string): LeadFilter => ({
    ...everything,
    search: readLeadSearch(text, demo.institute.country, true),
  });
  const searching = (name: string, text: (n: number) => string): Listing => ({
    name,
    query: (n) => `search=${encodeURIComponent(text(n))}`,
    filter: search(text(0)),
  });
  const narrowed = (name: string, query: string, filter: Partial<LeadFilter>, sort?: LeadSort): Listing => ({
    name,
    query: () => query,
    filter: { ...everything, ...filter },
    ...(sort && { sort }),
  });
  return [
    searching('search, whole number', typed),
    searching('search, number with +91 and spaces', (n) => `+91 ${typed(n).slice(0, 5)} ${typed(n).slice(5)}`),
    searching('search, last six digits', (n) => typed(n).slice(4)),
    searching('search, first and last name', () => 'Riya Sharma'),
    searching('search, e-mail', (n) => `student${n * 997}@`),
    searching('search, a name there is not', () => 'Zebulon'),
    searching('search, two letters there are not', () => 'xq'),
    narrowed('list', '', {}),
    narrowed('list, by name', 'sort=name', {}, 'name'),
    narrowed('list, latest call', 'sort=lastCall', {}, 'lastCall'),
    narrowed('stage, rare and asleep', 'stage=Enrolled', { stage: 'Enrolled' }),
    narrowed('stage there is not', 'stage=Lost', { stage: 'Lost' }),
    narrowed('campaign', 'campaign=Campaign%207', { campaign: 'Campaign 7' }),
    narrowed('last call voicemail', 'lastCallOutcome=voicemail', { lastCallOutcome: 'voicemail' }),
    narrowed('last call a campaign, there is none', 'lastCallDirection=campaign', { lastCallDirection: 'campaign' }),
    narrowed('never called', 'neverCalled=true', { neverCalled: true }),
    narrowed('owner who left', `owner=${gone}`, { owner: gone }),
    narrowed(
      'owner who left, never called, by name',
      `owner=${gone}&neverCalled=true&sort=name`,
      { owner: gone, neverCalled: true },
      'name',
    ),
  ];
};

const found = z.object({ id: z.string(), name: z.string() });

/**
 * A page of leads over HTTP, session and all, among a million. The baseline is the least that can be asked of the same
 * Postgres: one lead by its number's key, by hand, without HTTP.
 */
export async function leadsClaim(ground: Ground): Promise<readonly Claim[]> {
  const product = await startProduct(ground, { name: 'leads', counsellors: 200, leads: 0, worker: false });
  const many = await insertManyLeads(
    product.db,
    product.institute.counsellors.map(({ id }) => id),
    LEADS,
  );
  const wanted = listings(many);
  const ours: Series[] = [];
  const plans: string[] = [];
  for (const listing of wanted) {
    const times = [];
    for (let n = 0; n < WARM_UP; n += 1) await ask(product, listing.query(ROUNDS + n));
    for (let n = 0; n < ROUNDS; n += 1) times.push(await timed(async () => await ask(product, listing.query(n))));
    ours.push({ name: listing.name, times, perSecond: null });
    plans.push(`${listing.name}: ${await planOf(product.db, listing)}`);
  }
  const times = [];
  for (const number of many.numbers.slice(0, ROUNDS))
    times.push(await timed(async () => await byHand(product.db, number)));
  await product.stop();
  const [whole, spelled, part] = ours.map((series) => figuresOf(series.times)?.p99 ?? Infinity);
  return [
    {
      title: `leads: a page of a list among ${LEADS.toLocaleString('en')}`,
      ours,
      baseline: { name: 'one lead by its number, by hand', times, perSecond: null },
      aims: [
        {
          name: 'lead search by a whole number, p99',
          measured: Math.max(whole ?? Infinity, spelled ?? Infinity),
          wanted: 20,
          is: 'below',
          unit: ' ms',
        },
        {
          name: 'lead search by six digits of a number, p99',
          measured: part ?? Infinity,
          wanted: 20,
          is: 'below',
          unit: ' ms',
        },
      ],
      notes: plans,
    },
  ];
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function ask({ url, institute }: Product, query: string): Promise<void> {
  const response = await fetch(`${url}/v1/leads?${query}`, {
    headers: { cookie: institute.counsellors[0]?.cookie ?? '' },
  });
  const { items } = (await response.json()) as { items?: unknown };
  if (response.status !== 200 || !Array.isArray(items)) throw new Error('A list was refused');
}

async function byHand(db: Pool, number: string): Promise<void> {
  await db.any(sql.type(found)`
    select l.id, l.name
    from lead_phone p
    join lead l on l.institute_id = p.institute_id and l.id = p.lead_id
    where p.institute_id = ${demo.institute.id} and p.number_key = ${`+91${number}`}
  `);
}

const planRow = z.object({ 'QUERY PLAN': z.unknown() });

/** How Postgres goes about a list: the indexes it reads, and whether it walks the whole table. */
async function planOf(db: Pool, { filter, sort = 'active' }: Listing): Promise<string> {
  let plan = '';
  // listLeads asks `oneFirst` and `anyFirst` for what it looks up before, and `any` for the list: that one is explained.
  const explaining: Db = {
    ...db,
    any: async (query) => {
      const [row] = await db.any(sql.type(planRow)`explain (format json) ${query}`);
      plan = JSON.stringify(row);
      return [];
    },
  };
  await listLeads(explaining, demo.institute.id, filter, { sort, after: null, limit: 51 });
  const indexes = [...plan.matchAll(/"Index Name":"(lead\w*)"/g)].map(([, name]) => name);
  const scans = /"Seq Scan","Parent[^}]*?"Relation Name":"lead"/.test(plan);
  return [...new Set(indexes), ...(scans ? ['THE WHOLE TABLE'] : [])].join(', ');
}
