import { findPullable, type Pullable } from '../db/pulling.ts';
import type { NewFact } from '../db/facts.ts';
import { publish, type FeedEntry } from '../db/feed.ts';
import { completeCall, readSurroundings } from '../db/placing.ts';
import type { Db, Pool, Tx } from '../db/pool.ts';
import { CLOCK_SLACK_MS } from '../domain/call/named-by-record.ts';
import type { CallId, EpochMs, InstituteId } from '../domain/ids.ts';
import { agentKey } from '../domain/numbers/phone.ts';
import type { CallQuery, CallRecord, FoundCall } from '../vendors/adapter.ts';
import { claimRecord } from './claim-record.ts';
import { addFact } from './facts.ts';
import { lockSurvivor } from './placing.ts';
import { factOfRecord } from './record-fact.ts';
import { openVendorClient, type ClientDeps } from './vendor-client.ts';

export interface PullDeps extends ClientDeps {
  readonly pool: Pool;
}

/**
 * Asks a call's vendor whether it is still on, else for its record, and writes what came of it as a fact. The
 * vendor is asked outside any transaction; a vendor that can't be asked is a fact too. One that settled while the
 * question waited for the vendor's turn is not asked for any more.
 */
export async function pullRecord(
  deps: PullDeps,
  { instituteId, callId, signal }: { instituteId: InstituteId; callId: CallId; signal?: AbortSignal },
): Promise<void> {
  const { pool, tools } = deps;
  const asked = await askForCall(deps, { instituteId, callId, ...(signal && { signal }), unless: isKnown });
  if (asked === null) return;
  const { call, answer } = asked;
  await pool.transaction(async (tx) => {
    const feed: FeedEntry[] = [];
    const found =
      answer.result === 'found' ? await claimRecord(tx, instituteId, call, { found: answer, feed }) : answer;
    if (found.result === 'found') await complete(tx, instituteId, call, found.report);
    const fact = await factFrom(tx, { instituteId, vendor: call.vendor, found, now: tools.now() });
    await addFact(tx, { instituteId, callId, fact });
    await publish(tx, instituteId, feed);
  });
}

/** How it came out a report has said, in words we know. */
const isKnown = ({ outcome }: Pullable): boolean => outcome !== null && outcome !== 'unknown';

/** Asks a call's vendor for it, outside any transaction. Null: the call is not one to ask for. */
export async function askForCall(
  deps: PullDeps,
  {
    instituteId,
    callId,
    signal,
    unless,
  }: { instituteId: InstituteId; callId: CallId; signal?: AbortSignal; unless?: (call: Pullable) => boolean },
): Promise<{ readonly call: Pullable; readonly answer: FoundCall } | null> {
  const call = await findPullable(deps.pool, instituteId, callId);
  if (call === null || unless?.(call) === true) return null;
  const client = await openVendorClient(deps.pool, deps, { instituteId, ...call });
  return { call, answer: client === null ? UNSET : await client.findCall(questionOf(call), signal) };
}

function questionOf({
  vendorCallId,
  numberKey,
  agentKey: heard,
  direction,
  startedAt,
  clicked,
  country,
}: Pullable): CallQuery {
  const agent = heard ?? (clicked && agentKey(clicked.agentNumber, country));
  const query = { callId: vendorCallId, number: numberKey, agent, direction, startedAt };
  return clicked ? { ...query, notBefore: clicked.at - CLOCK_SLACK_MS } : query;
}

/** Fills in whose the call is and where it came in, where no event said so. */
async function complete(tx: Tx, instituteId: InstituteId, { id, vendor }: Pullable, record: CallRecord): Promise<void> {
  const call = await lockSurvivor(tx, instituteId, id);
  const said = { numberKey: record.number, didKey: record.did?.key ?? null };
  if (call === null || (call.numberKey !== null && call.didKey !== null)) return;
  const { blocked } = await readSurroundings(tx, { instituteId, vendor, callId: null, agentKeys: [], ...said });
  await completeCall(tx, { instituteId, callId: call.id, vendorCallId: null, blocked, ...said });
}

/** Nobody to ask: no account, no credentials, or some that no key opens any more. */
const UNSET: FoundCall = { result: 'unreachable', reason: 'credentials_refused', retryAt: null };

async function factFrom(
  db: Db,
  { instituteId, vendor, found, now }: { instituteId: InstituteId; vendor: string; found: FoundCall; now: EpochMs },
): Promise<NewFact> {
  const heard = { kind: 'record_pulled', receivedAt: now, flags: [], report: null, alsoRung: [] } as const;
  if (found.result === 'unreachable') return { ...heard, result: 'unreachable', reason: found.reason };
  if (found.result !== 'found') return { ...heard, result: found.result };
  return await factOfRecord(db, { instituteId, vendor, record: found.report, now });
}
