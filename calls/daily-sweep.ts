import { findInstituteForVendor } from '../db/accounts.ts';
import { listDids } from '../db/dids.ts';
import { noteSweepProblem, noteSweptPart, openSweep, type WhichSweep } from '../db/vendor-sweeps.ts';
import type { SweptPart } from '../domain/call/sweep-messages.ts';
import type { TelephonySettings } from '../domain/settings/telephony.ts';
import type { CallRecord } from '../vendors/adapter.ts';
import { adapterFor } from '../vendors/registry.ts';
import { isOurs, type OwnNumbers } from './stream-event.ts';
import type { FillDeps } from './stream-gap.ts';
import { takeRecord, type RecordTaken } from './take-record.ts';
import { openVendorClient } from './vendor-client.ts';

/**
 * Compares one part of a day with the vendor's own list of calls: what we never heard of is made, what we know less of is
 * completed. Where it stands is kept, so that whoever comes next goes on there; a part done twice says nothing new.
 */
export async function sweepPart(deps: FillDeps, which: WhichSweep, signal: AbortSignal): Promise<SweptPart> {
  const { pool, tools, delivery } = deps;
  const { instituteId, vendor, day } = which;
  const found = await findInstituteForVendor(pool, instituteId, vendor);
  if (!found?.account?.enabled) return { result: 'done' };
  const { institute, account } = found;
  const { from, to, resumeAt, isFinished } = await openSweep(pool, which);
  if (isFinished) return { result: 'done' };
  const client = await openVendorClient(pool, deps, { instituteId, vendor, country: institute.country });
  const listed = await client?.listCalls?.({ from, to, after: resumeAt }, signal);
  if (listed === undefined || listed.result === 'unreachable') {
    const { reason, retryAt } = listed ?? { reason: 'credentials_missing', retryAt: null };
    await noteSweepProblem(pool, { ...which, problem: reason });
    return { result: 'later', retryAt };
  }
  const dids = await listDids(pool, instituteId);
  const named = adapterFor(vendor)?.stream?.ownNumbers(account.vendorSettings, institute.country) ?? [];
  const own = new Set([...dids.map(({ numberKey }) => numberKey), ...named]);
  const counts = { missing: 0, completed: 0 };
  for (const record of listed.records) {
    const took = await sweepOne(deps, { instituteId, vendor, settings: account.settings, own, record });
    if (took.result === 'nothing') continue;
    counts[took.result] += 1;
    delivery.deliver(took.fact);
  }
  const { next } = listed;
  await pool.transaction(
    async (tx) =>
      await noteSweptPart(tx, {
        instituteId,
        vendor,
        day,
        ...counts,
        listed: listed.records.length,
        resumeAt: next,
        now: tools.now(),
      }),
  );
  return { result: next === null ? 'done' : 'more' };
}

/** An account may be shared with others than the desk: where the institute says which numbers are its own, only those count. */
async function sweepOne(
  { pool, tools }: FillDeps,
  {
    record,
    settings,
    own,
    instituteId,
    vendor,
  }: OwnNumbers & {
    readonly record: CallRecord;
    readonly settings: TelephonySettings;
    readonly instituteId: WhichSweep['instituteId'];
    readonly vendor: string;
  },
): Promise<RecordTaken> {
  const agentKeys = [record.agent, ...record.missedAgents].flatMap((line) =>
    line === null ? [] : [line.key, ...(line.aliases ?? [])],
  );
  const said = { callId: record.callId, didKey: record.did?.key ?? null, agentKeys };
  if (own.size > 0 && !(await isOurs(pool, { instituteId, vendor }, { own }, said))) return { result: 'nothing' };
  return await pool.transaction(
    async (tx) => await takeRecord(tx, { instituteId, vendor, settings, record, now: tools.now() }),
  );
}
