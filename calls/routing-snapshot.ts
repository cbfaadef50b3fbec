import { randomInt } from 'node:crypto';
import { findLeadsByNumber } from '../db/leads.ts';
import type { Db } from '../db/pool.ts';
import { reachableCounsellors, type Reachable } from '../db/routing.ts';
import type { CounsellorId, EpochMs, InstituteId } from '../domain/ids.ts';
import type { RoutingSnapshot } from '../domain/routing/route.ts';
import type { TelephonySettings } from '../domain/settings/telephony.ts';

export interface TakenSnapshot {
  readonly snapshot: RoutingSnapshot;
  /** What to call each counsellor the answer may name: their first number at the vendor as entered. */
  readonly agentNumbers: ReadonlyMap<CounsellorId, string>;
}

interface Question {
  readonly instituteId: InstituteId;
  readonly vendor: string;
  readonly numberKey: string | null;
  readonly receivedAt: EpochMs;
}

const NOBODY: RoutingSnapshot = { line: [], others: [], fallback: 'vendor', seed: 0 };

/** Who may be rung for a student, and who of them is free: what the answer to a routing question follows from (`route`). */
export async function takeSnapshot(
  db: Db,
  { instituteId, vendor, numberKey, receivedAt: now }: Question,
  { inbound, times }: TelephonySettings,
  blocked: boolean,
): Promise<TakenSnapshot> {
  if (numberKey === null || blocked) return { snapshot: NOBODY, agentNumbers: new Map() };
  const fallback = inbound.routingFallback;
  const [lead] = await findLeadsByNumber(db, {
    instituteId,
    numberKey,
    includeAlternates: inbound.matchAlternateMobile,
  });
  const ask = { instituteId, vendor, ringSeconds: times.ringSeconds, now };
  const owners = await reachableAmong(db, ask, lead?.owners.map((owner) => owner.id) ?? []);
  // The settings' ids are checked to be this institute's counsellors when they are saved.
  const sticky = inbound.stickyCounsellorIds.map((id) => id as CounsellorId);
  const line = owners.length > 0 ? owners : await reachableAmong(db, ask, sticky);
  const needsOthers = fallback === 'random' && line.some((one) => !one.available);
  const all = needsOthers ? await reachableCounsellors(db, { ...ask, ids: null }) : [];
  const named = new Set(line.map((one) => one.id));
  const others = all.filter((one) => one.available && !named.has(one.id));
  return {
    snapshot: {
      line: line.map(({ id, available }) => ({ id, available })),
      others: others.map((one) => one.id),
      fallback,
      seed: randomInt(2 ** 31),
    },
    agentNumbers: new Map([...line, ...others].map(({ id, agentNumber }) => [id, agentNumber])),
  };
}

type Ask = Omit<Parameters<typeof reachableCounsellors>[1], 'ids'>;

async function reachableAmong(db: Db, ask: Ask, ids: readonly CounsellorId[]): Promise<readonly Reachable[]> {
  return ids.length === 0 ? [] : await reachableCounsellors(db, { ...ask, ids });
}
