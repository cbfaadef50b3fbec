import { sql } from 'slonik';
import { z } from 'zod';
import type { CounsellorId, EpochMs, InstituteId } from '../domain/ids.ts';
import { counsellorId } from './columns.ts';
import type { Db } from './pool.ts';

/** Whose feed: each counsellor of each institute has one. */
export interface FeedKey {
  readonly instituteId: InstituteId;
  readonly counsellorId: CounsellorId;
}

/** bigint comes as a BigInt from the driver; feed numbers stay far below 2^53. */
const feedNumber = z.coerce.number<number | bigint>().int();

const feedRow = z.object({
  seq: feedNumber,
  type: z.enum(['popup', 'missed', 'pending', 'call']),
  ref: z.string().nullable(),
});
export type FeedRow = z.infer<typeof feedRow>;

const feedKey = { instituteId: z.number(), counsellorId };
const headRow = z.object({ ...feedKey, head: feedNumber });
const tailRow = z.object({ ...feedKey, head: feedNumber, rows: z.array(feedRow) });
/** A feed's head and what follows a position, both as of one moment. */
export type FeedTail = z.infer<typeof tailRow>;

export const feedKeys = (keys: readonly FeedKey[]) =>
  sql.unnest(
    keys.map((key) => [key.instituteId, key.counsellorId]),
    ['int4', 'uuid'],
  );

/** Where each feed stands. One that never had a message stands at 1. */
export async function readHeads(db: Db, keys: readonly FeedKey[]): Promise<readonly z.infer<typeof headRow>[]> {
  if (keys.length === 0) return [];
  return await db.any(sql.type(headRow)`
    select wanted.institute_id as "instituteId", wanted.counsellor_id as "counsellorId", coalesce(h.head, 1) as head
    from ${feedKeys(keys)} as wanted (institute_id, counsellor_id)
    left join feed_head h using (institute_id, counsellor_id)
  `);
}

/** Each feed's head and up to `limit` rows after a position, in order; one statement, so that the two agree. */
export async function readTails(
  db: Db,
  positions: readonly (FeedKey & { readonly after: number })[],
  limit: number,
): Promise<readonly FeedTail[]> {
  if (positions.length === 0) return [];
  const wanted = sql.unnest(
    positions.map((position) => [position.instituteId, position.counsellorId, position.after]),
    ['int4', 'uuid', 'int8'],
  );
  return await db.any(sql.type(tailRow)`
    select wanted.institute_id as "instituteId", wanted.counsellor_id as "counsellorId", coalesce(h.head, 1) as head,
      coalesce((
        select jsonb_agg(jsonb_build_object('seq', seq, 'type', type, 'ref', ref) order by seq)
        from (
          select f.seq, f.type, f.ref
          from feed f
          where f.institute_id = wanted.institute_id and f.counsellor_id = wanted.counsellor_id and f.seq > wanted.after
          order by f.seq
          limit ${limit}
        ) later
      ), '[]') as rows
    from ${wanted} as wanted (institute_id, counsellor_id, after)
    left join feed_head h using (institute_id, counsellor_id)
  `);
}

/**
 * Forgets an institute's messages older than `before`, at most `limit` of them, and says how many went. Heads stay, so
 * numbers are never given out again; whoever is further behind than what is left gets a snapshot.
 */
export async function forgetFeed(
  db: Db,
  { instituteId, before, limit }: { instituteId: InstituteId; before: EpochMs; limit: number },
): Promise<number> {
  const { rowCount } = await db.query(sql.type(z.object({}))`
    delete from feed
    where ctid = any(array(
      select ctid from feed
      where institute_id = ${instituteId} and at < ${sql.timestamp(new Date(before))}
      order by at, seq
      limit ${limit}
    ))
  `);
  return rowCount;
}
