import { sql, type FragmentSqlToken } from 'slonik';
import type { CallId, CounsellorId, InstituteId } from '../domain/ids.ts';
import { hasProblem, type CallProblem } from './call-problems.ts';
import { callColumns, callJoins, callRow, type CallRow } from './call-rows.ts';
import { countedAs, markedAs, UNATTRIBUTED, type Counted } from './calls-counted.ts';
import { counsellorId as ofCounsellor } from './columns.ts';
import { feedKeys, type FeedKey } from './feed-read.ts';
import { fromMicroseconds } from './microseconds.ts';
import type { Db } from './pool.ts';
import type { ReportQuestion } from './report-sight.ts';
import { teammatesOf } from './teams.ts';

/** Whose calls somebody may see: those the counsellor took or was rung for, the same of their team and those they lead, or all. */
export interface CallSight {
  readonly instituteId: InstituteId;
  readonly counsellorId: CounsellorId;
  readonly teamId: string | null;
  readonly scope: 'own' | 'team' | 'all';
}

/** Calls that one of these counsellors took, was rung for or clicked, or that count for them. */
const involving = (who: FragmentSqlToken): FragmentSqlToken => sql.fragment`(
  c.counsellor_id in (${who})
  or exists (
    select from offer o
    where o.institute_id = c.institute_id and o.call_id = c.id and o.counsellor_id in (${who})
  )
  or (c.direction = 'outbound' and exists (
    select from click_to_call d
    where d.institute_id = c.institute_id and d.call_id = c.id and d.counsellor_id in (${who})
  ))
  or exists (
    select from contribution b
    where b.institute_id = c.institute_id and b.call_id = c.id and b.counsellor_id in (${who})
  )
)`;

/** Whether the call `c` of the surrounding query is one that somebody may see. */
export function visible({ instituteId, counsellorId, teamId, scope }: CallSight): FragmentSqlToken {
  if (scope === 'all') return sql.fragment`true`;
  if (scope === 'own') return involving(sql.fragment`${counsellorId}::uuid`);
  return involving(teammatesOf({ instituteId, counsellorId, teamId }));
}

/** One call that the viewer may see; of a merged one the call it lives on in. */
export async function visibleCall(db: Db, sight: CallSight, id: CallId): Promise<CallRow | null> {
  return await db.maybeOne(sql.type(callRow)`
    with recursive chain as (
      select id, merged_into from call where institute_id = ${sight.instituteId} and id = ${id}
      union
      select call.id, call.merged_into
      from chain
      join call on call.institute_id = ${sight.instituteId} and call.id = chain.merged_into
    )
    select ${callColumns}
    from chain
    join call c on c.institute_id = ${sight.instituteId} and c.id = chain.id
    ${callJoins}
    where chain.merged_into is null and ${visible(sight)}
  `);
}

export interface CallFilter {
  /** Inclusive dates 'YYYY-MM-DD' of `startedAt` in `timeZone`. */
  readonly from: string | null;
  readonly to: string | null;
  readonly timeZone: string;
  readonly direction: string | null;
  readonly outcome: string | null;
  readonly state: string | null;
  readonly problem: CallProblem | null;
  /** Who took the call or was rung for it; `unattributed`: what counts for nobody. */
  readonly counsellor: string | null;
  /** The same of a team's counsellors. */
  readonly team: string | null;
  /** What reports count the call as, for `counsellor`, for the `team`, or for anybody. */
  readonly counted: Counted | null;
  /** What the vendor's report counts it with, for the same. */
  readonly mark: string | null;
  /** Whose parts in calls these two look at: those of the viewer's reports; null: everybody's. */
  readonly reports: ReportQuestion | null;
  readonly vendor: string | null;
  readonly campaign: string | null;
  /** Key of the number dialled. */
  readonly didKey: string | null;
  /** Calls without campaign, and without a number dialled that we know. */
  readonly noCampaign: boolean;
  readonly noDid: boolean;
  /** When it started in `timeZone`: 1 Monday to 7 Sunday, 0 to 23. */
  readonly weekday: number | null;
  readonly hour: number | null;
  /** What the ringing came to for `counsellor`, or for anybody. Who answered in the end has not missed the call. */
  readonly offerResult: string | null;
  readonly search: CallSearch | null;
  /** Sort key of the last call seen. */
  readonly after: { readonly heardAt: number; readonly id: string } | null;
  readonly limit: number;
}

/** A call matches when any of these does. */
export interface CallSearch {
  /** The text as a number's key, where it can be read as one. */
  readonly numberKey: string | null;
  /** Digits somewhere in the number; null for those who may not see numbers. */
  readonly digits: string | null;
  readonly vendorCallId: string;
}

function matches(filter: CallFilter): FragmentSqlToken {
  const { from, to, timeZone, direction, outcome, state, counsellor, team, counted, offerResult, search, after } =
    filter;
  const { problem, mark, vendor, campaign, didKey, noCampaign, noDid, weekday, hour } = filter;
  const conditions: FragmentSqlToken[] = [sql.fragment`c.merged_into is null`];
  // A routing question that nobody claimed is no call yet.
  conditions.push(state === 'routing' ? sql.fragment`true` : sql.fragment`not c.unclaimed`);
  if (from !== null) conditions.push(sql.fragment`c.started_at >= ${from}::date::timestamp at time zone ${timeZone}`);
  if (to !== null) conditions.push(sql.fragment`c.started_at < (${to}::date + 1)::timestamp at time zone ${timeZone}`);
  if (direction !== null) conditions.push(sql.fragment`c.direction = ${direction}`);
  if (outcome !== null) conditions.push(sql.fragment`c.outcome = ${outcome}`);
  if (state !== null) conditions.push(sql.fragment`c.state = ${state}`);
  if (vendor !== null) conditions.push(sql.fragment`c.vendor = ${vendor}`);
  if (problem !== null) conditions.push(hasProblem(problem));
  if (campaign !== null) conditions.push(sql.fragment`c.campaign = ${campaign}`);
  if (noCampaign) conditions.push(sql.fragment`c.campaign is null`);
  if (noDid) conditions.push(sql.fragment`c.did_key is null`);
  if (didKey !== null) conditions.push(sql.fragment`c.did_key = ${didKey}`);
  if (weekday !== null)
    conditions.push(sql.fragment`extract(isodow from c.started_at at time zone ${timeZone}) = ${weekday}`);
  if (hour !== null) conditions.push(sql.fragment`extract(hour from c.started_at at time zone ${timeZone}) = ${hour}`);
  if (counted !== null || counsellor === UNATTRIBUTED) conditions.push(countedAs(counted ?? 'any', filter));
  if (mark !== null) conditions.push(markedAs(mark, filter));
  const who = counsellor === UNATTRIBUTED ? null : counsellor;
  if (offerResult !== null) conditions.push(offered(offerResult, who));
  else if (who !== null && counted === null) conditions.push(involving(sql.fragment`${who}::uuid`));
  if (team !== null && counted === null)
    conditions.push(
      involving(
        sql.fragment`select mate.id from counsellor mate where mate.institute_id = c.institute_id and mate.team_id = ${team}::uuid`,
      ),
    );
  if (search !== null) conditions.push(found(search));
  if (after !== null)
    conditions.push(sql.fragment`(c.first_heard_at, c.id) < (${fromMicroseconds(after.heardAt)}, ${after.id}::uuid)`);
  return sql.fragment`${sql.join(conditions, sql.fragment` and `)}`;
}

const offered = (result: string, counsellor: string | null): FragmentSqlToken => sql.fragment`exists (
  select from offer o
  where o.institute_id = c.institute_id and o.call_id = c.id and o.result = ${result}
    and (${counsellor}::uuid is null or o.counsellor_id = ${counsellor}::uuid)
    and (o.result = 'answered' or not exists (
      select from offer taken
      where taken.institute_id = o.institute_id and taken.call_id = o.call_id
        and taken.counsellor_id = o.counsellor_id and taken.result = 'answered'
    ))
)`;

const found = ({ numberKey, digits, vendorCallId }: CallSearch): FragmentSqlToken => sql.fragment`(
  c.number_key = ${numberKey} or c.vendor_call_id = ${vendorCallId}
  or (${digits}::text is not null and c.number_key like '%' || ${digits} || '%')
)`;

/** A page of the call log, newest heard first. */
export async function listCalls(db: Db, sight: CallSight, filter: CallFilter): Promise<readonly CallRow[]> {
  return await db.any(sql.type(callRow)`
    select ${callColumns}
    from call c
    ${callJoins}
    where c.institute_id = ${sight.instituteId} and ${visible(sight)} and ${matches(filter)}
    order by c.first_heard_at desc, c.id desc
    limit ${filter.limit}
  `);
}

const feedCall = callRow.extend({ counsellorId: ofCounsellor });
/** A call in the feed of a counsellor, who took it or was rung for it. */
export type FeedCall = CallRow & FeedKey;

/** These calls, each only when the counsellor took it or was rung for it. */
export async function callsOf(
  db: Db,
  wanted: readonly (FeedKey & { readonly id: string })[],
): Promise<readonly FeedCall[]> {
  if (wanted.length === 0) return [];
  const ids = sql.unnest(
    wanted.map((each) => [each.instituteId, each.counsellorId, each.id]),
    ['int4', 'uuid', 'uuid'],
  );
  return await db.any(sql.type(feedCall)`
    select wanted.counsellor_id as "counsellorId", ${callColumns}
    from ${ids} as wanted (institute_id, counsellor_id, id)
    join call c on c.institute_id = wanted.institute_id and c.id = wanted.id
    ${callJoins}
    where ${involving(sql.fragment`wanted.counsellor_id`)}
  `);
}

/** The calls these counsellors are dialling or talking on. */
export async function liveOutboundCalls(db: Db, counsellors: readonly FeedKey[]): Promise<readonly FeedCall[]> {
  if (counsellors.length === 0) return [];
  return await db.any(sql.type(feedCall)`
    select wanted.counsellor_id as "counsellorId", ${callColumns}
    from ${feedKeys(counsellors)} as wanted (institute_id, counsellor_id)
    join call c using (institute_id, counsellor_id)
    ${callJoins}
    where c.direction = 'outbound' and c.state <> 'ended' and c.closed_at is null and c.merged_into is null
    order by c.first_heard_at desc, c.id desc
  `);
}
