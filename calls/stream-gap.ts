import type { Pool } from '../db/pool.ts';
import type { Gap } from '../db/vendor-streams.ts';
import type { CallRecord, VendorClient } from '../vendors/adapter.ts';
import type { ClientDeps } from './vendor-client.ts';
import type { Delivery } from './delivery.ts';
import type { StreamAccount } from './stream-account.ts';
import { isOurs, type OwnNumbers } from './stream-event.ts';
import { takeRecord } from './take-record.ts';

export interface FillDeps extends ClientDeps {
  readonly pool: Pool;
  readonly delivery: Delivery;
}

/** Calls are listed by their start, by the vendor's clock. */
const MARGIN_MS = 2 * 60_000;
/** Parts of a list that are read at once: more calls than an account has in a day. */
const MOST_PARTS = 50;

export type Filled = { readonly ok: true; readonly taken: number } | { readonly ok: false; readonly problem: string };

/**
 * Makes up for what a stream missed: the vendor's list of calls of that time, each taken in unless it says nothing new.
 * May be done again; a call that was still on then is in the list later.
 */
export async function fillGap(
  deps: FillDeps,
  source: StreamAccount,
  numbers: OwnNumbers,
  gap: Gap,
  signal: AbortSignal,
): Promise<Filled> {
  const client = source.opened && source.adapter.client(source.opened, deps.tools);
  if (!client?.listCalls) return { ok: false, problem: 'credentials_missing' };
  const window = { from: gap.from - MARGIN_MS, to: gap.until + MARGIN_MS };
  return await fillParts(deps, source, numbers, { listCalls: client.listCalls, window, signal });
}

async function fillParts(
  deps: FillDeps,
  source: StreamAccount,
  numbers: OwnNumbers,
  {
    listCalls,
    window,
    signal,
  }: { listCalls: NonNullable<VendorClient['listCalls']>; window: { from: number; to: number }; signal: AbortSignal },
): Promise<Filled> {
  let taken = 0;
  let after: string | null = null;
  for (let part = 0; part < MOST_PARTS; part += 1) {
    const listed: Awaited<ReturnType<typeof listCalls>> = await listCalls({ ...window, after }, signal);
    if (listed.result === 'unreachable') return { ok: false, problem: listed.reason };
    for (const record of listed.records) taken += (await fillOne(deps, source, numbers, record)) ? 1 : 0;
    if (listed.next === null) return { ok: true, taken };
    after = listed.next;
  }
  return { ok: false, problem: 'too_many_records' };
}

async function fillOne(
  { pool, tools, delivery }: FillDeps,
  source: StreamAccount,
  numbers: OwnNumbers,
  record: CallRecord,
): Promise<boolean> {
  const agentKeys = [record.agent, ...record.missedAgents].flatMap((line) =>
    line === null ? [] : [line.key, ...(line.aliases ?? [])],
  );
  if (!(await isOurs(pool, source, numbers, { callId: record.callId, didKey: record.did?.key ?? null, agentKeys })))
    return false;
  const { instituteId, vendor, account } = source;
  const took = await pool.transaction(
    async (tx) => await takeRecord(tx, { instituteId, vendor, settings: account.settings, record, now: tools.now() }),
  );
  if (took.result === 'nothing') return false;
  delivery.deliver(took.fact);
  return true;
}
