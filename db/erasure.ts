import { sql } from 'slonik';
import { z } from 'zod';
import type { CallId, CounsellorId, EpochMs, InstituteId, LeadId } from '../domain/ids.ts';
import { differences } from '../domain/reports/differences.ts';
import { callId, counsellorId, leadId, noRows } from './columns.ts';
import { addToCallTotals } from './counted-calls.ts';
import type { FeedEntry } from './feed.ts';
import type { Db, Tx } from './pool.ts';
import { flagsWithoutRecording, withoutRecordings } from './retention.ts';

const personRow = z.object({
  leadIds: z.array(leadId),
  /** Numbers that no other lead has. */
  ownNumbers: z.array(z.string()),
});
/** A student: a lead with the leads that are part of it, and the numbers that are theirs alone. Families share numbers. */
export type Person = z.infer<typeof personRow>;

/** Whom a lead stands for; of one that is not there, or part of another, nobody: no leads. */
export async function personOf(db: Db, instituteId: InstituteId, id: LeadId): Promise<Person> {
  return await db.one(sql.type(personRow)`
    with part as (
      select p.id
      from lead p
      join lead l on l.institute_id = p.institute_id and l.id = coalesce(p.merged_into, p.id)
      where l.institute_id = ${instituteId} and l.id = ${id} and l.merged_into is null and l.erased_at is null
    ),
    number as (
      select number_key from lead_phone where institute_id = ${instituteId} and lead_id in (select id from part)
      union
      select number_key from lead_claim where institute_id = ${instituteId} and lead_id in (select id from part)
    )
    select array(select id from part order by id) as "leadIds",
      array(
        select n.number_key from number n
        where not exists (
          select from lead_phone other
          where other.institute_id = ${instituteId} and other.number_key = n.number_key and other.lead_id not in (select id from part)
        )
      ) as "ownNumbers"
  `);
}

const callRow = z.object({
  id: callId,
  isLive: z.boolean(),
  /** Who owes the call a wrap-up. */
  owedBy: counsellorId.nullable(),
});

/**
 * Locks the calls of a person, ascending: those of their leads, those of numbers that are theirs alone and have no lead,
 * and those that became part of any of these.
 */
export async function lockCallsOfPerson(
  tx: Tx,
  instituteId: InstituteId,
  { leadIds, ownNumbers }: Person,
): Promise<readonly z.infer<typeof callRow>[]> {
  return await tx.any(sql.type(callRow)`
    select id, state <> 'ended' as "isLive",
      case when outcome = 'answered' and not wrap_up_done then counsellor_id end as "owedBy"
    from call
    where institute_id = ${instituteId} and id = any(array(
      with recursive own as (
        select c.id
        from call c
        where c.institute_id = ${instituteId}
          and (c.lead_id = any(${sql.array([...leadIds], 'uuid')}) or (c.lead_id is null and c.number_key = any(${sql.array([...ownNumbers], 'text')})))
        union
        select c.id from own join call c on c.institute_id = ${instituteId} and c.merged_into = own.id
      )
      select id from own
    ))
    order by id
    for no key update
  `);
}

/** What a number looks like in whatever was sent: its national digits, without what stands between them. */
const digitsOf = (numbers: readonly string[]): readonly string[] =>
  numbers.map((number) => number.replaceAll(/\D/g, '').slice(-10)).filter((digits) => digits.length >= 7);

export interface Erasing {
  readonly instituteId: InstituteId;
  readonly callIds: readonly CallId[];
  readonly person: Person;
  /** All of the person's numbers, shared ones too: on their own calls they go as well. */
  readonly numbers: readonly string[];
  readonly now: EpochMs;
}

/** The numbers that stand on these calls. */
export async function numbersOnCalls(
  tx: Tx,
  instituteId: InstituteId,
  callIds: readonly CallId[],
): Promise<readonly string[]> {
  return await tx.anyFirst(sql.type(z.object({ number: z.string() }))`
    select distinct number_key as number from call
    where institute_id = ${instituteId} and id = any(${sql.array([...callIds], 'uuid')}) and number_key is not null
  `);
}

/** Takes who it was off the locked calls, and seals them: what comes late brings nothing back. */
export async function eraseCalls(tx: Tx, { instituteId, callIds, numbers, now }: Erasing): Promise<void> {
  const ids = sql.array([...callIds], 'uuid');
  const digits = sql.array([...digitsOf(numbers)], 'text');
  const at = sql.timestamp(new Date(now));
  await tx.query(sql.type(noRows)`
    update call c
    set number_key = null, recording_url = null, flags = ${flagsWithoutRecording}, wrap_up_done = true,
      vendor_call_id = case when exists (select from unnest(${digits}) d where strpos(c.vendor_call_id, d) > 0) then null else c.vendor_call_id end,
      sealed_at = coalesce(c.sealed_at, ${at}), closed_at = coalesce(c.closed_at, ${at}), wake_at = null,
      applied_seq = c.last_seq, delivered_seq = c.last_seq
    where c.institute_id = ${instituteId} and c.id = any(${ids})
  `);
  await tx.query(sql.type(noRows)`
    update call_ref r set ref = 'erased:' || uuidv7()
    where r.institute_id = ${instituteId} and r.call_id = any(${ids}) and exists (select from unnest(${digits}) d where strpos(r.ref, d) > 0)
  `);
  await tx.query(sql.type(noRows)`${withoutRecordings(instituteId, sql.fragment`select unnest(${ids})`)}`);
  // A vendor may name the student's own line as an agent's.
  await tx.query(sql.type(noRows)`
    update fact
    set data = case when data #>> '{agent,number}' = any(${sql.array([...numbers], 'text')}) then jsonb_set(data, '{agent,number}', '"erased"')
      else jsonb_set(data, '{report,agent,number}', '"erased"') end
    where institute_id = ${instituteId} and call_id = any(${ids})
      and (data #>> '{agent,number}' = any(${sql.array([...numbers], 'text')}) or data #>> '{report,agent,number}' = any(${sql.array([...numbers], 'text')}))
  `);
  await renameCallers(tx, instituteId, callIds);
}

const countedRow = z.object({
  callId,
  day: z.string(),
  campaign: z.string().nullable(),
  didKey: z.string().nullable(),
  caller: z.string(),
  fresh: z.string(),
  calls: z.number(),
});

/** Gives each caller of these calls a name that nothing leads back from; as many callers are counted as before. */
async function renameCallers(tx: Tx, instituteId: InstituteId, callIds: readonly CallId[]): Promise<void> {
  const rows = await tx.any(sql.type(countedRow)`
    with renamed as materialized (
      select caller, gen_random_uuid() as fresh
      from (
        select distinct caller from counted_call
        where institute_id = ${instituteId} and call_id = any(${sql.array([...callIds], 'uuid')}) and caller is not null
      ) callers
    )
    update counted_call n set caller = r.fresh
    from renamed r
    where n.institute_id = ${instituteId} and n.call_id = any(${sql.array([...callIds], 'uuid')}) and n.caller = r.caller
    returning n.call_id as "callId", n.day, n.campaign, n.did_key as "didKey", r.caller, r.fresh, n.calls
  `);
  const counted = rows.filter(({ calls }) => calls > 0);
  const before = counted.map(({ day, campaign, didKey, caller, calls }) => ({ day, campaign, didKey, caller, calls }));
  const after = counted.map(({ day, campaign, didKey, fresh: caller, calls }) => ({
    day,
    campaign,
    didKey,
    caller,
    calls,
  }));
  const callers = differences(after, before, ['calls']);
  if (callers.length > 0) await addToCallTotals(tx, instituteId, { hours: [], callers, marks: [] });
}

const countRow = z.object({ count: z.number() });

/** Forgets what was sent about these calls, and what was sent with one of these numbers and became no call. Says how many. */
export async function eraseRequests(tx: Tx, { instituteId, callIds, person }: Erasing): Promise<number> {
  const digits = sql.array([...digitsOf(person.ownNumbers)], 'text');
  return await tx.oneFirst(sql.type(countRow)`
    with erased as (
      update vendor_request r set fields = null, answer = null
      where r.institute_id = ${instituteId} and (
        r.call_id = any(${sql.array([...callIds], 'uuid')})
        or (r.call_id is null and exists (
          select from unnest(${digits}) d where strpos(regexp_replace(r.fields::text, '\\D', '', 'g'), d) > 0
        ))
      )
      returning r.id
    )
    select count(*)::integer as count from erased
  `);
}

const tellRow = z.object({ id: z.string(), counsellorId });
const whoRow = z.object({ counsellorId: counsellorId.nullable() });

/** Takes the calls out of everybody's work: cards that stand, missed calls, events on their way. Says whom to tell; null is everybody. */
export async function eraseWork(
  tx: Tx,
  { instituteId, callIds, person, now }: Erasing,
): Promise<{ readonly cards: readonly FeedEntry[]; readonly missed: ReadonlySet<CounsellorId | null> }> {
  const ids = sql.array([...callIds], 'uuid');
  const at = sql.timestamp(new Date(now));
  const cards = await tx.any(sql.type(tellRow)`
    update popup set state = 'closed', version = version + 1, closed_at = ${at}
    where institute_id = ${instituteId} and call_id = any(${ids}) and state in ('open', 'answered')
    returning id, counsellor_id as "counsellorId"
  `);
  await tx.query(sql.type(noRows)`
    select from missed_entry where institute_id = ${instituteId} and call_id = any(${ids}) order by id for update
  `);
  const missed = await tx.anyFirst(sql.type(whoRow)`
    with standing as (
      select id, counsellor_id, opened_at is null and not called_back as was_open
      from missed_entry
      where institute_id = ${instituteId} and call_id = any(${ids})
    ),
    closed as (
      update missed_entry m
      set student = case when m.student like 'tel:%' then 'call:' || m.call_id else m.student end, opened_at = coalesce(m.opened_at, ${at})
      from standing
      where m.institute_id = ${instituteId} and m.id = standing.id
    )
    select distinct counsellor_id as "counsellorId" from standing where was_open
  `);
  await tx.query(sql.type(noRows)`
    update webhook_delivery d set state = 'dropped', next_attempt_at = null
    from outgoing_event e
    where d.institute_id = ${instituteId} and d.state = 'pending' and e.institute_id = d.institute_id and e.id = d.event_id
      and (e.call_id = any(${ids}) or e.lead_id = any(${sql.array([...person.leadIds], 'uuid')}))
  `);
  return {
    cards: cards.map((card) => ({ counsellorId: card.counsellorId, type: 'popup', ref: card.id })),
    missed: new Set(missed),
  };
}

/** Forgets the notes on a person's leads and calls, with their places on any timeline. Says how many. */
export async function eraseNotes(tx: Tx, { instituteId, callIds, person }: Erasing): Promise<number> {
  const leads = sql.array([...person.leadIds], 'uuid');
  const notes = sql.fragment`
    select id from note where institute_id = ${instituteId} and (lead_id = any(${leads}) or call_id = any(${sql.array([...callIds], 'uuid')}))
  `;
  await tx.query(sql.type(noRows)`
    delete from timeline where institute_id = ${instituteId} and (lead_id = any(${leads}) or note_id in (${notes}))
  `);
  const { rowCount } = await tx.query(
    sql.type(noRows)`delete from note where institute_id = ${instituteId} and id in (${notes})`,
  );
  return rowCount;
}

/** Leaves of the leads what counts: that somebody came, when and by which campaign. */
export async function eraseLeads(tx: Tx, { instituteId, person, now }: Erasing): Promise<void> {
  const leads = sql.array([...person.leadIds], 'uuid');
  await tx.query(
    sql.type(noRows)`delete from lead_phone where institute_id = ${instituteId} and lead_id = any(${leads})`,
  );
  await tx.query(
    sql.type(noRows)`delete from lead_owner where institute_id = ${instituteId} and lead_id = any(${leads})`,
  );
  await tx.query(sql.type(noRows)`
    delete from lead_claim
    where institute_id = ${instituteId} and (lead_id = any(${leads}) or number_key = any(${sql.array([...person.ownNumbers], 'text')}))
  `);
  // Somebody checked with their telephone. The test calls are sealed like all their calls: nothing is made of them anew.
  await tx.query(sql.type(noRows)`
    update go_live_run set number_key = 'erased'
    where institute_id = ${instituteId} and number_key = any(${sql.array([...person.ownNumbers], 'text')})
  `);
  await tx.query(sql.type(noRows)`
    update lead
    set name = '', email = null, erased_at = ${sql.timestamp(new Date(now))}, version = version + 1
    where institute_id = ${instituteId} and id = any(${leads})
  `);
}
