import { sql } from 'slonik';
import { z } from 'zod';
import { readRetention, type RetentionSettings } from '../domain/settings/retention.ts';
import type { EpochMs, InstituteId } from '../domain/ids.ts';
import { epochMs, noRows } from './columns.ts';
import type { Db, Tx } from './pool.ts';

/** What is too old, and how much of it goes at once. */
export interface TooOld {
  readonly instituteId: InstituteId;
  readonly before: EpochMs;
  readonly limit: number;
}

const at = (ms: EpochMs) => sql.timestamp(new Date(ms));

/** Forgets vendors' requests; null for the institute means those whose URL named none. */
export async function forgetRequests(
  db: Db,
  { instituteId, before, limit }: Omit<TooOld, 'instituteId'> & { instituteId: InstituteId | null },
): Promise<number> {
  const whose = instituteId === null ? sql.fragment`institute_id is null` : sql.fragment`institute_id = ${instituteId}`;
  const { rowCount } = await db.query(sql.type(noRows)`
    delete from vendor_request
    where id = any(array(select id from vendor_request where ${whose} and received_at < ${at(before)} order by received_at limit ${limit}))
  `);
  return rowCount;
}

/** Forgets outgoing events with what became of them; one that is still on its way stays. */
export async function forgetEvents(db: Db, { instituteId, before, limit }: TooOld): Promise<number> {
  const { rowCount } = await db.query(sql.type(noRows)`
    delete from outgoing_event
    where institute_id = ${instituteId} and id = any(array(
      select e.id
      from outgoing_event e
      where e.institute_id = ${instituteId} and e.at < ${at(before)}
        and not exists (
          select from webhook_delivery d
          where d.institute_id = e.institute_id and d.event_id = e.id and d.state = 'pending'
        )
      order by e.at
      limit ${limit}
    ))
  `);
  return rowCount;
}

/** From now on nothing is taken into the calls `c` of the surrounding update any more: they stand as they are. */
const sealed = sql.fragment`
  sealed_at = coalesce(c.sealed_at, now()), closed_at = coalesce(c.closed_at, now()), wake_at = null,
  applied_seq = c.last_seq, delivered_seq = c.last_seq
`;

/** The flags of a call `c` whose recording goes: it is lost from then on. */
export const flagsWithoutRecording = sql.fragment`
  case when c.recording_url is null then c.flags else array(select f from unnest(c.flags || 'recording_lost'::text) f order by f) end
`;

/** Forgets where the recordings of settled calls lie. */
export async function forgetRecordings(db: Db, { instituteId, before, limit }: TooOld): Promise<number> {
  return await db.oneFirst(sql.type(countRow)`
    with old as (
      select institute_id, id
      from call
      where institute_id = ${instituteId} and recording_url is not null and settled_at < ${at(before)}
        and closed_at is not null and applied_seq = last_seq
      order by settled_at
      limit ${limit}
      for no key update skip locked
    ),
    forgotten as (
      update call c
      set recording_url = null, flags = ${flagsWithoutRecording}, ${sealed}
      from old
      where c.institute_id = old.institute_id and c.id = old.id
      returning c.id
    ),
    unnamed as (${withoutRecordings(instituteId, sql.fragment`select id from old`)})
    select count(*)::integer as count from forgotten
  `);
}

const countRow = z.object({ count: z.number() });

/** Takes the addresses of recordings out of the facts of these calls. */
export const withoutRecordings = (instituteId: InstituteId, calls: ReturnType<typeof sql.fragment>) => sql.fragment`
  update fact
  set data = case
    when kind = 'recording' then data || '{"url": ""}'
    when kind = 'ended' then data || '{"recordingUrl": null}'
    else jsonb_set(data, '{report,recordingUrl}', 'null')
  end
  where institute_id = ${instituteId} and call_id in (${calls})
    and (kind = 'recording' or data ->> 'recordingUrl' is not null or data #>> '{report,recordingUrl}' is not null)
`;

/** Forgets students' numbers on closed calls. What the caller counts as in reports stays: it names a number without holding it. */
export async function forgetNumbers(db: Db, { instituteId, before, limit }: TooOld): Promise<number> {
  return await db.oneFirst(sql.type(countRow)`
    with old as (
      select institute_id, id, right(regexp_replace(number_key, '\\D', '', 'g'), 10) as digits
      from call
      where institute_id = ${instituteId} and number_key is not null and first_heard_at < ${at(before)}
        and closed_at is not null and applied_seq = last_seq
      order by first_heard_at
      limit ${limit}
      for no key update skip locked
    ),
    unnamed as (
      update call_ref r set ref = 'forgotten:' || uuidv7()
      from old
      where r.institute_id = old.institute_id and r.call_id = old.id and strpos(r.ref, old.digits) > 0
    ),
    unlisted as (
      update missed_entry m set student = 'call:' || m.call_id
      from old
      where m.institute_id = old.institute_id and m.call_id = old.id and m.student like 'tel:%'
    ),
    forgotten as (
      update call c
      set number_key = null, vendor_call_id = case when strpos(c.vendor_call_id, old.digits) > 0 then null else c.vendor_call_id end, ${sealed}
      from old
      where c.institute_id = old.institute_id and c.id = old.id
      returning c.id
    )
    select count(*)::integer as count from forgotten
  `);
}

/** Forgets what closed calls were made of. */
export async function forgetFacts(db: Db, { instituteId, before, limit }: TooOld): Promise<number> {
  return await db.oneFirst(sql.type(countRow)`
    with old as (
      select institute_id, id
      from call
      where institute_id = ${instituteId} and closed_at < ${at(before)} and has_facts and applied_seq = last_seq
      order by closed_at
      limit ${limit}
      for no key update skip locked
    ),
    forgotten as (
      delete from fact f using old where f.institute_id = old.institute_id and f.call_id = old.id
    ),
    sealing as (
      update call c set has_facts = false, ${sealed} from old where c.institute_id = old.institute_id and c.id = old.id returning c.id
    )
    select count(*)::integer as count from sealing
  `);
}

const instituteRow = z.object({ id: z.number(), stored: z.unknown() });

/** Every institute with how long it keeps what. */
export async function listRetention(
  db: Db,
): Promise<readonly { readonly instituteId: InstituteId; readonly settings: RetentionSettings }[]> {
  const rows = await db.any(sql.type(instituteRow)`select id, retention as stored from institute order by id`);
  return rows.map(({ id, stored }) => ({ instituteId: id, settings: readRetention(stored) }));
}

const storedRow = z.object({ stored: z.unknown(), doneAt: epochMs.nullable() });

/** How long an institute keeps what, and when that was last seen to; locked for a change where `lock` says so. */
export async function findRetention(
  db: Db,
  instituteId: InstituteId,
  { lock = false }: { lock?: boolean } = {},
): Promise<{ readonly settings: RetentionSettings; readonly doneAt: EpochMs | null }> {
  const { stored, doneAt } = await db.one(sql.type(storedRow)`
    select i.retention as stored, (select done_at from upkeep where task = 'retention') as "doneAt"
    from institute i
    where i.id = ${instituteId}
    ${lock ? sql.fragment`for no key update of i` : sql.fragment``}
  `);
  return { settings: readRetention(stored), doneAt };
}

export async function saveRetention(tx: Tx, instituteId: InstituteId, settings: RetentionSettings): Promise<void> {
  await tx.query(
    sql.type(noRows)`update institute set retention = ${JSON.stringify(settings)}::jsonb where id = ${instituteId}`,
  );
}
