import { createHash } from 'node:crypto';
import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { CallId, InstituteId, LeadId } from '../domain/ids.ts';
import type { CountedRow } from './calls.ts';
import { noRows } from './columns.ts';
import type { Tx } from './pool.ts';

/** What is added to one hour of one way to be called; may be negative. */
export type HourTotal = Omit<CountedRow, 'marks' | 'caller'>;

/** How many more calls of a day one caller made to a DID, or one mark was found on; may be negative. */
export type CallerTotal = Pick<CountedRow, 'day' | 'campaign' | 'didKey' | 'calls'> & { readonly caller: string };
export type MarkTotal = Pick<CountedRow, 'day' | 'vendor' | 'calls'> & { readonly mark: string };

/** A number in what reports count: the same for the same number of an institute, and no number. */
export function callerOf(instituteId: InstituteId, numberKey: string): string {
  const hex = createHash('md5').update(`${instituteId} ${numberKey}`).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export interface CallTotals {
  readonly hours: readonly HourTotal[];
  readonly callers: readonly CallerTotal[];
  readonly marks: readonly MarkTotal[];
}

/** What a call adds to the reports of calls now, and what that changes of their sums. */
export interface Counted extends CallTotals {
  readonly instituteId: InstituteId;
  readonly callId: CallId;
  /** Null: nothing. */
  readonly row: CountedRow | null;
  /** A lead that came by this call, and its DID, which is noted once; null: none did. The lead is locked. */
  readonly led: { readonly leadId: LeadId; readonly didKey: string } | null;
}

const chainedRow = z.object({ chained: z.boolean() });

/**
 * Writes what a call adds, and adds to the sums, in one statement: all calls of an hour share them, and they are to be
 * locked as shortly as can be.
 */
export async function writeCounted(tx: Tx, { instituteId, callId, row, led, ...totals }: Counted): Promise<void> {
  await addToCallTotals(tx, instituteId, totals, [
    sql.fragment`counted as (${countedCall({ instituteId, callId, row })})`,
    ...(led === null ? [] : [sql.fragment`led as (${firstDid(instituteId, led)})`]),
  ]);
}

/**
 * Adds to the sums in the order given, which the caller makes ascending: it is the lock order. One caller's days are
 * changed by one transaction at a time.
 *
 * @param beside what is written with it: `name as (statement)`
 */
export async function addToCallTotals(
  tx: Tx,
  instituteId: InstituteId,
  { hours, callers, marks }: CallTotals,
  beside: readonly FragmentSqlToken[] = [],
): Promise<void> {
  const ofHours = sql.unnest(
    hours.map((total) => [
      total.day,
      total.hour,
      total.direction,
      total.vendor,
      total.campaign,
      total.didKey,
      total.calls,
      total.answered,
      total.missed,
      total.talkSeconds,
    ]),
    ['date', 'int4', 'text', 'text', 'text', 'text', 'int4', 'int4', 'int4', 'int4'],
  );
  const ofCallers = sql.unnest(
    callers.map(({ day, campaign, didKey, caller, calls }) => [day, campaign, didKey, caller, calls]),
    ['date', 'text', 'text', 'uuid', 'int4'],
  );
  const ofMarks = sql.unnest(
    marks.map(({ day, vendor, mark, calls }) => [day, vendor, mark, calls]),
    ['date', 'text', 'text', 'int4'],
  );
  const chained = await tx.oneFirst(sql.type(chainedRow)`
    with ${beside.length > 0 ? sql.fragment`${sql.join(beside, sql.fragment`, `)},` : sql.fragment``}
    of_hours as (
      insert into call_hour as standing (institute_id, day, hour, direction, vendor, campaign, did_key, calls, answered,
        missed, talk_seconds)
      select ${instituteId}::integer, given.*
      from ${ofHours} as given (day, hour, direction, vendor, campaign, did_key, calls, answered, missed, talk_seconds)
      on conflict (institute_id, day, hour, direction, vendor, campaign, did_key) do update
      set calls = standing.calls + excluded.calls, answered = standing.answered + excluded.answered,
        missed = standing.missed + excluded.missed, talk_seconds = standing.talk_seconds + excluded.talk_seconds
    ),
    of_callers as (
      insert into caller_day as standing (institute_id, day, campaign, did_key, caller, calls)
      select ${instituteId}::integer, given.*
      from ${ofCallers} as given (day, campaign, did_key, caller, calls)
      where pg_advisory_xact_lock(${instituteId}, hashtext(given.caller::text)) is not null
      on conflict (institute_id, caller, campaign, did_key, day) do update set calls = standing.calls + excluded.calls
      returning (coalesce(old.calls, 0) > 0) <> (new.calls > 0) as chained
    ),
    of_marks as (
      insert into mark_day as standing (institute_id, day, vendor, mark, calls)
      select ${instituteId}::integer, given.* from ${ofMarks} as given (day, vendor, mark, calls)
      on conflict (institute_id, day, vendor, mark) do update set calls = standing.calls + excluded.calls
    )
    select coalesce(bool_or(chained), false) as chained from of_callers
  `);
  if (chained) await chainCallers(tx, instituteId, [...new Set(callers.map(({ caller }) => caller))]);
}

/** Tells each day of these callers which one is before it. Rows that count for nothing are in no chain. */
async function chainCallers(tx: Tx, instituteId: InstituteId, callers: readonly string[]): Promise<void> {
  await tx.query(sql.type(noRows)`
    update caller_day d
    set previous = chain.previous
    from (
      select caller, campaign, did_key, day, lag(day) over (partition by caller, campaign, did_key order by day) as previous
      from caller_day
      where institute_id = ${instituteId} and caller = any(${sql.array([...callers], 'uuid')}) and calls > 0
    ) chain
    where d.institute_id = ${instituteId} and d.caller = chain.caller and d.day = chain.day
      and d.campaign is not distinct from chain.campaign and d.did_key is not distinct from chain.did_key
      and d.previous is distinct from chain.previous
  `);
}

/** Makes this what the call adds itself. */
function countedCall({ instituteId, callId, row }: Pick<Counted, 'instituteId' | 'callId' | 'row'>): FragmentSqlToken {
  if (row === null)
    return sql.fragment`delete from counted_call where institute_id = ${instituteId} and call_id = ${callId}`;
  return sql.fragment`
    insert into counted_call (institute_id, call_id, day, hour, direction, vendor, campaign, did_key, caller, calls,
      answered, missed, talk_seconds, marks)
    values (${instituteId}, ${callId}, ${row.day}, ${row.hour}, ${row.direction}, ${row.vendor}, ${row.campaign},
      ${row.didKey}, ${row.caller}, ${row.calls}, ${row.answered}, ${row.missed}, ${row.talkSeconds},
      ${sql.array(row.marks, 'text')})
    on conflict (institute_id, call_id) do update
    set day = excluded.day, hour = excluded.hour, direction = excluded.direction, vendor = excluded.vendor,
      campaign = excluded.campaign, did_key = excluded.did_key, caller = excluded.caller, calls = excluded.calls,
      answered = excluded.answered, missed = excluded.missed, talk_seconds = excluded.talk_seconds, marks = excluded.marks
  `;
}

/** Notes by which DID a lead came, once. */
function firstDid(instituteId: InstituteId, { leadId, didKey }: NonNullable<Counted['led']>): FragmentSqlToken {
  return sql.fragment`
    update lead set did_key = ${didKey} where institute_id = ${instituteId} and id = ${leadId} and did_key is null
  `;
}
