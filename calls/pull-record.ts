import type { SecretKey } from '../config/secret-keys.ts';
import { UnsealingError } from '../config/sealing.ts';
import { findStoredAccount, type StoredAccount } from '../db/accounts.ts';
import { openAccount } from '../db/credentials.ts';
import { counsellorsByAgentKeys, findPullable } from '../db/pulling.ts';
import type { NewFact } from '../db/facts.ts';
import type { Db, Pool } from '../db/pool.ts';
import type { Agent } from '../domain/call/facts.ts';
import type { CallId, EpochMs, InstituteId } from '../domain/ids.ts';
import type { CallRecord, FoundCall, VendorTools } from '../vendors/adapter.ts';
import { adapterFor } from '../vendors/registry.ts';
import { addFact } from './facts.ts';

export interface PullDeps {
  readonly pool: Pool;
  readonly secretKeys: readonly SecretKey[];
  readonly tools: VendorTools;
}

/**
 * Asks a call's vendor whether it is still on, else for its record, and writes what came of it as a fact. The
 * vendor is asked outside any transaction; a vendor that can't be asked is a fact too.
 */
export async function pullRecord(
  { pool, secretKeys, tools }: PullDeps,
  { instituteId, callId, signal }: { instituteId: InstituteId; callId: CallId; signal?: AbortSignal },
): Promise<void> {
  const call = await findPullable(pool, instituteId, callId);
  if (call === null) return;
  const found = await ask();
  await pool.transaction(async (tx) => {
    const fact = await factFrom(tx, { instituteId, vendor: call.vendor, found, now: tools.now() });
    await addFact(tx, { instituteId, callId, fact });
  });

  function openOrNull(stored: StoredAccount) {
    try {
      return openAccount(stored, { keys: secretKeys, instituteId });
    } catch (error) {
      if (error instanceof UnsealingError) return null;
      throw error;
    }
  }

  async function ask(): Promise<FoundCall> {
    const stored = call && (await findStoredAccount(pool, instituteId, call.vendor));
    if (!call || !stored) return UNSET;
    const account = openOrNull(stored);
    const client = account && adapterFor(call.vendor)?.client({ instituteId, country: call.country, ...account }, tools);
    if (!client) return UNSET;
    const { vendorCallId, numberKey, agentKey, direction, startedAt } = call;
    return await client.findCall({ callId: vendorCallId, number: numberKey, agent: agentKey, direction, startedAt }, signal);
  }
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
  const { report } = found;
  const lines = [...(report.agent ? [report.agent] : []), ...report.missedAgents];
  const counsellors = await counsellorsByAgentKeys(db, { instituteId, vendor, keys: lines.map((line) => line.key) });
  const agentOf = (key: string): Agent => ({ counsellorId: counsellors.get(key) ?? null, number: key });
  return {
    ...heard,
    result: 'found',
    flags: report.flags,
    report: { ...fieldsOf(report), agent: report.agent && agentOf(report.agent.key) },
    alsoRung: report.missedAgents.filter((line) => line.key !== report.agent?.key).map((line) => agentOf(line.key)),
  };
}

function fieldsOf({ status, talkSeconds, startedAt, endedAt, recordingUrl }: CallRecord) {
  return { status, talkSeconds, startedAt, endedAt, recordingUrl };
}
