import type { Pool, Tx } from '../db/pool.ts';
import { asOfOneMoment, standingCalls, wrongSums, type StandingCall } from '../db/report-check.ts';
import { plan, type Plan } from '../domain/call/plan.ts';
import type { CallId, EpochMs, InstituteId } from '../domain/ids.ts';
import { contributionRows } from './advance/contributions.ts';
import { countedRow } from './advance/counted.ts';
import { decidedLead } from './advance/lead.ts';
import { openAdvancing, type Advancing } from './advance.ts';

/** Something that stands and is not what it comes to. */
export interface Difference {
  /** "call <id>", or a table and a row of it. */
  readonly where: string;
  readonly what: string;
  readonly stands: string;
  readonly comesTo: string;
}

export interface Checked {
  readonly calls: number;
  /** Not compared: they go on, or something was heard of them, or became due, that is not applied yet. */
  readonly unfinished: number;
  readonly differences: number;
}

/** Calls read at a time, as of one moment: the only ones in memory. */
const BATCH = 100;
/** Sums told of a table. */
const MOST_SUMS = 1000;

/**
 * Recomputes every call of an institute from its facts (record, offers, what it contributes to reports), then every sum
 * from what the calls contribute, and tells what stands otherwise. Writes nothing, and holds up nobody.
 */
export async function checkInstitute(
  pool: Pool,
  { instituteId, now }: { readonly instituteId: InstituteId; readonly now: () => EpochMs },
  tell: (difference: Difference) => void,
): Promise<Checked> {
  const checked = { calls: 0, unfinished: 0, differences: 0 };
  const found = (difference: Difference) => {
    checked.differences += 1;
    tell(difference);
  };
  for (let after: CallId | null = null; ;) {
    const last: CallId | null = await pool.transaction(async (tx) => {
      await asOfOneMoment(tx);
      const batch = await standingCalls(tx, { instituteId, after, limit: BATCH });
      for (const call of batch) {
        checked.calls += 1;
        if (isUnfinished(call, now())) checked.unfinished += 1;
        else for (const difference of await differencesOf(tx, instituteId, call, now())) found(difference);
      }
      return batch.at(-1)?.id ?? null;
    });
    if (last === null) break;
    after = last;
  }
  for (const { table, key, stands, comesTo } of await wrongSums(pool, instituteId, MOST_SUMS)) {
    const where = `${table} ${Object.values(key)
      .map((part) => part ?? '–')
      .join(' ')}`;
    for (const measure of Object.keys({ ...stands, ...comesTo })) {
      const [standing = 0, sum = 0] = [stands[measure], comesTo[measure]];
      if (standing !== sum) found({ where, what: measure, stands: String(standing), comesTo: String(sum) });
    }
  }
  return checked;
}

/** A call that goes on is planned by the settings of each moment, and counts for nothing yet. */
function isUnfinished({ state, lastSeq, appliedSeq, wakeAt }: StandingCall, now: EpochMs): boolean {
  return state !== 'ended' || appliedSeq < lastSeq || (wakeAt !== null && wakeAt <= now);
}

/** What is never told of a call, since it may say who called: only that it differs. */
const UNSAID: ReadonlySet<string> = new Set(['recordingUrl', 'caller', 'missed']);

async function differencesOf(
  tx: Tx,
  instituteId: InstituteId,
  call: StandingCall,
  now: EpochMs,
): Promise<readonly Difference[]> {
  const advancing = await openAdvancing(tx, { instituteId, call, now });
  const wanted = wantedOf(advancing, plan(advancing.facts, call, advancing.policy, now));
  const standing = standingOf(advancing, call);
  return Object.keys(wanted).flatMap((what): readonly Difference[] => {
    const [stands, comesTo] = [textOf(standing[what]), textOf(wanted[what])];
    if (stands === comesTo) return [];
    const said = UNSAID.has(what) ? { stands: 'something else', comesTo: 'another' } : { stands, comesTo };
    return [{ where: `call ${call.id}`, what, ...said }];
  });
}

type Fields = Readonly<Record<string, unknown>>;

/** What the facts demand of the call's rows. */
function wantedOf(advancing: Advancing, planned: Plan): Fields {
  const { call, facts, context } = advancing;
  const leadId = call.isTest ? null : (decidedLead(facts) ?? null);
  const counted = countedRow(advancing, planned, call.campaign);
  return {
    ...planned.record,
    offers: planned.offers,
    leadId,
    contributions: sorted(contributionRows(advancing, planned, leadId)),
    // A number that was forgotten since stays the caller it was.
    caller: call.numberKey === null ? context.counted?.caller : counted?.caller,
    counted: counted === null ? null : { ...counted, caller: null },
    // Whose a missed call is goes by who worked here when it settled: only that it is nobody's can be told from the facts.
    ...(planned.missedBy === null && { missed: [] }),
  };
}

/** What stands there. */
function standingOf({ context }: Advancing, call: StandingCall): Fields {
  const { counted, contributions, missed } = context;
  return {
    ...call,
    missed,
    contributions: sorted(contributions),
    caller: counted?.caller,
    counted: counted === null ? null : { ...counted, caller: null },
  };
}

const sorted = (rows: readonly unknown[]): readonly string[] => rows.map(textOf).toSorted();

/** Equal for values that say the same, in whatever order their members stand. */
function textOf(value: unknown): string {
  const inOrder = (_: string, part: unknown): unknown =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part;
  return JSON.stringify(value ?? null, inOrder);
}
