import { sql } from 'slonik';
import type { CounsellorId, InstituteId } from '../domain/ids.ts';
import { noRows } from './columns.ts';
import type { Tx } from './pool.ts';

export type FeedType = 'popup' | 'missed' | 'pending' | 'call';

/** One message for one counsellor. It holds ids; what it says is read when it is sent. */
export interface FeedEntry {
  readonly counsellorId: CounsellorId;
  readonly type: FeedType;
  /** The pop-up's or call's id; null for the two counts. */
  readonly ref: string | null;
}

/** A NOTIFY payload may hold 8,000 bytes; 200 ids of 36 characters leave room to spare. */
const IDS_PER_NOTIFICATION = 200;

/**
 * Numbers the entries and tells every API process, all when the transaction commits. Call it once, last in
 * the transaction: it locks the feed heads (in ascending order of counsellor), and nothing may be locked
 * after them, heads of a second call included. The lock is also what keeps the numbers without gaps: per counsellor they are given out in
 * the order of the commits, and a rollback gives them back. A counsellor's head starts at 1, so that their
 * first message is 2.
 */
export async function publish(tx: Tx, instituteId: InstituteId, entries: readonly FeedEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const given = sql.unnest(
    entries.map((entry) => [entry.counsellorId, entry.type, entry.ref]),
    ['uuid', 'text', 'uuid'],
  );
  // clock_timestamp, not now(): the head's lock is held by then, so that times rise with the numbers.
  await tx.query(sql.type(noRows)`
    with given as (
      select counsellor_id, type, ref, row_number() over (partition by counsellor_id order by position) as nth
      from ${given} with ordinality as entry (counsellor_id, type, ref, position)
    ),
    head as (
      insert into feed_head (institute_id, counsellor_id, head)
      select ${instituteId}::integer, counsellor_id, 1 + count(*)
      from given
      group by counsellor_id
      order by counsellor_id
      on conflict (institute_id, counsellor_id) do update set head = feed_head.head + excluded.head - 1
      returning counsellor_id, head
    ),
    written as (
      insert into feed (institute_id, counsellor_id, seq, type, ref, at)
      select ${instituteId}::integer, counsellor_id,
        head.head - max(given.nth) over (partition by counsellor_id) + given.nth, type, ref, clock_timestamp()
      from given
      join head using (counsellor_id)
    ),
    packet as (
      select counsellor_id, (row_number() over (order by counsellor_id) - 1) / ${IDS_PER_NOTIFICATION} as number
      from head
    )
    select pg_notify('feed', ${`${instituteId}:`} || string_agg(counsellor_id::text, ','))::text
    from packet
    group by number
  `);
}
