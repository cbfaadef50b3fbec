import { recordAudit } from '../../db/audit.ts';
import {
  holdersOf,
  ownNumbersAmong,
  usersByEmail,
  type NumberHolder,
  type UserByEmail,
} from '../../db/lead-import-read.ts';
import { claimNumbers, dropClaims, passClaimsOn } from '../../db/lead-import-write.ts';
import { findLeads } from '../../db/lead-list.ts';
import { lockLeads } from '../../db/lead-totals.ts';
import type { Db, Pool, Tx } from '../../db/pool.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { EpochMs, LeadId } from '../../domain/ids.ts';
import { planRow, type ImportCandidate, type RowPlan } from '../../domain/leads/import-plan.ts';
import type { ImportRow, ReadRow } from '../../domain/leads/import-row.ts';
import { MOST_PHONES } from './lead-input.ts';
import { writeCreated, writeUpdated } from './write-import.ts';

/** Rows a transaction takes: it holds their leads' locks for about a second at most. */
const BATCH = 500;

/** What became of a row, or would. */
export interface RowResult {
  readonly line: number;
  readonly action: RowPlan['action'];
  readonly leadId: LeadId | null;
  /** Which fields an update changes. */
  readonly changes: readonly string[];
  readonly reasons: readonly string[];
}

export interface ImportQuestion {
  readonly rows: readonly ReadRow[];
  readonly dryRun: boolean;
  readonly now: EpochMs;
}

/**
 * Takes the rows of a file, batch by batch, each in a transaction of its own: what was taken stays when a later batch
 * fails, and the same file sent again skips it. A dry run decides the same and writes nothing.
 */
export async function importLeads(
  db: Pool,
  viewer: Viewer,
  { rows, dryRun, now }: ImportQuestion,
): Promise<readonly RowResult[]> {
  const { instituteId, counsellorId: byId } = viewer;
  const emails = rows.flatMap(({ row }) => row?.ownerEmail ?? []);
  const users = new Map((await usersByEmail(db, instituteId, [...new Set(emails)])).map((user) => [user.email, user]));
  const results = new Map<number, RowResult>();
  for (const read of rows) if (read.row === null) results.set(read.line, refused(read.line, read.problems));

  const good = rows.flatMap(({ row }) => row ?? []);
  const lineOf = new Map<LeadId, number>();
  for (let from = 0; from < good.length; from += BATCH) {
    const batch = good.slice(from, from + BATCH);
    const given = { batch, users, lineOf: new Map(lineOf) };
    const done = dryRun
      ? (await decide(db, viewer, given)).map(resultOf)
      : await db.transaction(async (tx) => {
          const written = await take(tx, viewer, given, now);
          const after = { created: countOf(written, 'create'), updated: countOf(written, 'update') };
          if (after.created + after.updated > 0) {
            await recordAudit(tx, {
              instituteId,
              byId,
              action: 'leads.import',
              target: 'leads',
              changes: { before: null, after },
            });
          }
          return written;
        });
    for (const result of done) {
      results.set(result.line, result);
      if (result.leadId !== null) lineOf.set(result.leadId, result.line);
    }
  }
  return rows
    .map((read) => results.get(read.row === null ? read.line : read.row.line))
    .filter((result) => result !== undefined);
}

const refused = (line: number, reasons: readonly string[]): RowResult => ({
  line,
  action: 'error',
  leadId: null,
  changes: [],
  reasons,
});

const countOf = (results: readonly RowResult[], action: RowPlan['action']): number =>
  results.filter((one) => one.action === action).length;

const resultOf = (plan: RowPlan): RowResult => ({
  line: plan.row.line,
  action: plan.action,
  leadId: 'leadId' in plan ? plan.leadId : null,
  changes: plan.action === 'update' ? Object.keys(plan.edit) : [],
  reasons: plan.action === 'error' ? plan.reasons : [],
});

interface Batch {
  readonly batch: readonly ImportRow[];
  readonly users: ReadonlyMap<string, UserByEmail>;
  /** Leads that rows before are about. */
  readonly lineOf: Map<LeadId, number>;
}

/** What becomes of each row of a batch, by what stands now. */
async function decide(
  db: Db,
  { instituteId }: Viewer,
  { batch, users, lineOf }: Batch,
  known?: readonly NumberHolder[],
): Promise<readonly RowPlan[]> {
  const keys = batch.map(({ phone }) => phone);
  const holders = known ?? (await holdersOf(db, instituteId, keys));
  const own = await ownNumbersAmong(db, instituteId, keys);
  const leads = new Map(
    (await findLeads(db, instituteId, [...new Set(holders.map(({ leadId }) => leadId))])).map((lead) => [
      lead.id,
      lead,
    ]),
  );
  const byNumber = Map.groupBy(holders, ({ numberKey }) => numberKey);
  return batch.map((row) => {
    const candidates = (byNumber.get(row.phone) ?? []).flatMap(({ leadId, isPrimary }): ImportCandidate[] => {
      const lead = leads.get(leadId);
      return lead === undefined ? [] : [{ lead, isPrimary }];
    });
    const owner = row.ownerEmail === null ? undefined : (users.get(row.ownerEmail) ?? null);
    const plan = planRow({ row, candidates, owner, isOurOwn: own.has(row.phone), mostPhones: MOST_PHONES });
    return onceALead(plan, lineOf);
  });
}

/** Two rows about one lead would each undo the other, at every import anew. */
function onceALead(plan: RowPlan, lineOf: Map<LeadId, number>): RowPlan {
  if (!('leadId' in plan)) return plan;
  const before = lineOf.get(plan.leadId);
  if (before !== undefined) return { action: 'error', row: plan.row, reasons: [`the same lead as in line ${before}`] };
  lineOf.set(plan.leadId, plan.row.line);
  return plan;
}

/**
 * Decides and writes. Numbers nobody has are claimed first, as a first call claims them, so that neither a call nor
 * another import makes a second lead; then the leads there are get locked, and all is decided by what stands then.
 */
async function take(tx: Tx, viewer: Viewer, given: Batch, now: EpochMs): Promise<readonly RowResult[]> {
  const { instituteId } = viewer;
  const keys = given.batch.map(({ phone }) => phone);
  const held = new Set((await holdersOf(tx, instituteId, keys)).map(({ numberKey }) => numberKey));
  const claims = await claimNumbers(
    tx,
    instituteId,
    keys.filter((key) => !held.has(key)),
  );
  const plans = await decide(tx, viewer, given, await lockHolders(tx, viewer, keys));

  const creating = plans.filter((plan) => plan.action === 'create');
  const made = new Set(creating.map(({ row }) => row.phone));
  await dropClaims(
    tx,
    instituteId,
    claims.flatMap(({ numberKey, isNew }) => (isNew && !made.has(numberKey) ? [numberKey] : [])),
  );
  const stale = claims.flatMap(({ numberKey, isNew }) => (!isNew && made.has(numberKey) ? [numberKey] : []));
  const mine = [...claims.filter(({ isNew }) => isNew), ...(await passClaimsOn(tx, instituteId, stale))];
  const idOf = new Map(mine.map((claim) => [claim.numberKey, claim.leadId]));

  await writeCreated(tx, viewer, { plans: creating, idOf, now });
  await writeUpdated(tx, viewer, { plans: plans.filter((plan) => plan.action === 'update'), now });
  return plans.map((plan) => ({
    ...resultOf(plan),
    ...(plan.action === 'create' && { leadId: idOf.get(plan.row.phone) ?? null }),
  }));
}

/** Locks the leads with these numbers and gives them as they then are: one that was merged meanwhile as its primary. */
async function lockHolders(tx: Tx, { instituteId }: Viewer, keys: readonly string[]): Promise<readonly NumberHolder[]> {
  const locked = new Set<LeadId>();
  for (;;) {
    const holders = await holdersOf(tx, instituteId, keys);
    const ids = new Set(holders.map(({ leadId }) => leadId));
    if ([...ids].every((id) => locked.has(id))) return holders;
    await lockLeads(tx, instituteId, [...ids]);
    for (const id of ids) locked.add(id);
  }
}
