import { sql } from 'slonik';
import { z } from 'zod';
import { advance } from '../../calls/advance.ts';
import { callId } from '../../db/columns.ts';
import type { Tx } from '../../db/pool.ts';
import { demo } from '../../dev/demo-data.ts';
import type { CallId } from '../../domain/ids.ts';
import type { Claim } from '../claim.ts';
import type { Ground } from '../ground.ts';
import { Vendor } from '../load/vendor.ts';
import { startProduct, type Product } from '../product.ts';

const COUNT = 300;
const WARM_UP = 100;

/** The tables of what reports count, beside the call, its lead, cards and lists. */
const OF_TOTALS = /\b(?:contribution|counsellor_day|engaged_day|counted_call|call_hour|caller_day|mark_day)\b/;
const SENT_BY = [
  'any',
  'anyFirst',
  'exists',
  'many',
  'manyFirst',
  'maybeOne',
  'maybeOneFirst',
  'one',
  'oneFirst',
  'query',
] as const;

/**
 * What settling an answered call of a lead costs, from its lock to its commit, beside the same without the statements that
 * keep the reports' totals. One call after the other: it is the work that is measured, not the queue for it.
 */
export async function settlingClaim(ground: Ground): Promise<readonly Claim[]> {
  const product = await startProduct(ground, {
    name: 'settling',
    counsellors: 40,
    leads: WARM_UP + COUNT,
    worker: false,
  });
  const vendor = new Vendor(product.url);
  const whole: number[] = [];
  const spine: number[] = [];
  for (const [n, { number, agent }] of product.institute.owned.entries()) {
    const names = { call_id: `settling-${n}`, applicant_no: number };
    await vendor.ring(names, agent);
    const id = await idOf(product, names.call_id);
    await timedAdvance(product, id);
    await vendor.report(names, agent, 'Answered');
    const { all, totals } = await timedAdvance(product, id);
    if (n < WARM_UP) continue;
    whole.push(all);
    spine.push(all - totals);
  }
  vendor.close();
  await product.stop();
  return [
    {
      title: 'settling: an answered call of a lead, applied with all that reports count',
      ours: [{ name: 'with all totals', times: whole, perSecond: null }],
      baseline: { name: 'the same less the statements of totals', times: spine, perSecond: null },
      aims: [],
      notes: [
        `${COUNT} calls after ${WARM_UP} to warm up, each counsellor's ${Math.round((WARM_UP + COUNT) / 40)} on the same day`,
      ],
    },
  ];
}

const idRow = z.object({ id: callId });

async function idOf({ db }: Product, vendorCallId: string): Promise<CallId> {
  return await db.oneFirst(sql.type(idRow)`
    select id from call where institute_id = ${demo.institute.id} and vendor_call_id = ${vendorCallId}
  `);
}

/** Advances a call as its workflow would; how long that took in all, and the statements of totals within it, in ms. */
async function timedAdvance({ db }: Product, id: CallId): Promise<{ readonly all: number; readonly totals: number }> {
  let totals = 0;
  const began = performance.now();
  await db.transaction(async (tx) => {
    const watched = watching(tx, (ms) => {
      totals += ms;
    });
    await advance(watched, { instituteId: demo.institute.id, callId: id, now: Date.now(), by: 'workflow' });
  });
  return { all: performance.now() - began, totals };
}

/** The transaction, which tells how long each statement of totals took. */
function watching(tx: Tx, took: (ms: number) => void): Tx {
  const methods = SENT_BY.map((name) => {
    const send = tx[name].bind(tx) as (query: { readonly sql: string }) => Promise<unknown>; // all of them take a query
    const timed = async (query: { readonly sql: string }): Promise<unknown> => {
      const began = performance.now();
      const answer = await send(query);
      if (OF_TOTALS.test(query.sql)) took(performance.now() - began);
      return answer;
    };
    return [name, timed] as const;
  });
  return { ...tx, ...Object.fromEntries(methods) };
}
