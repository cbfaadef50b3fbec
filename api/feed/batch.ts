import { readTails, type FeedKey, type FeedRow } from '../../db/feed-read.ts';
import type { Pool } from '../../db/pool.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { follow } from './follow.ts';
import { feedName, type FeedName } from './key.ts';
import { messageOf } from './message.ts';
import { readObjects } from './objects.ts';
import { readSnapshots, snapshotMessage } from './snapshot.ts';
import type { FeedStream } from './stream.ts';

/** Messages of one feed that are read at a time: a long absence is made good in turns, so that others wait little. */
const ROWS_A_TURN = 100;

/** A feed and the streams of this process that carry it. */
export interface FollowedFeed {
  readonly key: FeedKey;
  readonly streams: readonly FeedStream[];
}

/**
 * Brings the streams of many feeds up to date with a handful of queries: those that know where they are by what
 * follows, the others by a snapshot. A stream whose client is still taking the last is left for later.
 *
 * @returns the feeds of which more is waiting
 */
export async function sendBatch(
  db: Pool,
  feeds: readonly FollowedFeed[],
  now: () => EpochMs,
): Promise<ReadonlySet<FeedName>> {
  const ready = feeds.map(({ key, streams }) => ({ key, streams: streams.filter((stream) => stream.ready) }));
  const { due, lost, unfinished } = await whatFollows(db, ready);
  if (due.length > 0) {
    const objects = await readObjects(
      db,
      due.map(({ stream, rows }) => ({ key: stream.key, rows })),
    );
    for (const { stream, rows } of due) {
      stream.send(rows.map((row) => messageOf(row, objects, stream.viewer, now())));
    }
  }
  const fresh = [...ready.flatMap(({ streams }) => streams.filter(({ lastSent }) => lastSent === null)), ...lost];
  if (fresh.length > 0) {
    const keys = new Map(fresh.map(({ key, name }) => [name, key]));
    const snapshots = await readSnapshots(db, [...keys.values()]);
    for (const stream of fresh) {
      const snapshot = snapshots.get(stream.name);
      if (snapshot) stream.send([snapshotMessage(snapshot, stream.viewer, now())]);
    }
  }
  return unfinished;
}

interface Following {
  readonly due: readonly { readonly stream: FeedStream; readonly rows: readonly FeedRow[] }[];
  readonly lost: readonly FeedStream[];
  readonly unfinished: ReadonlySet<FeedName>;
}

async function whatFollows(db: Pool, feeds: readonly FollowedFeed[]): Promise<Following> {
  const positions = feeds.flatMap(({ key, streams }) => {
    const known = streams.flatMap(({ lastSent }) => (lastSent === null ? [] : [lastSent]));
    return known.length === 0 ? [] : [{ ...key, after: Math.min(...known) }];
  });
  const tails = new Map((await readTails(db, positions, ROWS_A_TURN)).map((tail) => [feedName(tail), tail]));
  const due: { stream: FeedStream; rows: readonly FeedRow[] }[] = [];
  const lost: FeedStream[] = [];
  const unfinished = new Set<FeedName>();
  for (const stream of feeds.flatMap(({ streams }) => streams)) {
    const tail = tails.get(stream.name);
    if (tail === undefined || stream.lastSent === null) continue;
    const next = follow(tail, stream.lastSent, ROWS_A_TURN);
    if (next.lost) lost.push(stream);
    else if (next.rows.length > 0) due.push({ stream, rows: next.rows });
    if (!next.lost && next.more) unfinished.add(stream.name);
  }
  return { due, lost, unfinished };
}
