import { sql } from 'slonik';
import { z } from 'zod';
import type { CallRow } from '../../db/call-rows.ts';
import { liveOutboundCalls } from '../../db/calls-read.ts';
import { noRows } from '../../db/columns.ts';
import { readHeads, type FeedKey } from '../../db/feed-read.ts';
import type { LeadCard } from '../../db/lead-cards.ts';
import { missedCounts, pendingCounts } from '../../db/missed-read.ts';
import type { Pool } from '../../db/pool.ts';
import { showingPopups, type PopupRow } from '../../db/popups.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { callSchema, presentCall } from '../presenters/call.ts';
import { popupSchema, presentPopup } from '../presenters/popup.ts';
import { feedName, type FeedName } from './key.ts';
import type { Message } from './message.ts';
import { byFeed, leadsOf } from './objects.ts';

/** What replaces all that a client had. */
export const snapshotSchema = z
  .object({ popups: z.array(popupSchema), missed: z.number(), pending: z.number(), calls: z.array(callSchema) })
  .meta({ id: 'Snapshot' });

/** How one counsellor's desk stood at the moment their feed's head was `head`. */
export interface Snapshot {
  readonly head: number;
  readonly popups: readonly PopupRow[];
  readonly leads: ReadonlyMap<string, readonly LeadCard[]>;
  readonly missed: number;
  readonly pending: number;
  readonly calls: readonly CallRow[];
}

/**
 * The desks of these counsellors. Everything, heads too, is read in one repeatable-read transaction: whatever is
 * published after it has a number above the head, and nothing at or below it is missing.
 */
export async function readSnapshots(db: Pool, keys: readonly FeedKey[]): Promise<ReadonlyMap<FeedName, Snapshot>> {
  return await db.transaction(async (tx) => {
    await tx.query(sql.type(noRows)`set transaction isolation level repeatable read, read only`);
    const heads = await readHeads(tx, keys);
    const popups = await showingPopups(tx, keys);
    const leads = await leadsOf(tx, popups);
    const missed = byFeed(await missedCounts(tx, keys));
    const pending = byFeed(await pendingCounts(tx, keys));
    const popupsByFeed = Map.groupBy(popups, feedName);
    const calls = Map.groupBy(await liveOutboundCalls(tx, keys), feedName);
    return new Map(
      heads.map((row) => {
        const name = feedName(row);
        const snapshot: Snapshot = {
          head: row.head,
          popups: popupsByFeed.get(name) ?? [],
          leads,
          missed: missed.get(name) ?? 0,
          pending: pending.get(name) ?? 0,
          calls: calls.get(name) ?? [],
        };
        return [name, snapshot];
      }),
    );
  });
}

/** The snapshot as its counsellor gets it. Its id is the head, and uses up no number. */
export const snapshotMessage = (snapshot: Snapshot, viewer: Viewer, now: EpochMs): Message => ({
  id: snapshot.head,
  event: 'snapshot',
  data: {
    popups: snapshot.popups.map((popup) => presentPopup(popup, snapshot.leads.get(popup.id) ?? [], viewer)),
    missed: snapshot.missed,
    pending: snapshot.pending,
    calls: snapshot.calls.map((call) => presentCall(call, viewer, now)),
  } satisfies z.infer<typeof snapshotSchema>,
});
