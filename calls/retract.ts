import type { FeedEntry } from '../db/feed.ts';
import { removeOffers } from '../db/offers.ts';
import { movePopups } from '../db/popups-write.ts';
import type { LockedCall } from '../db/calls.ts';
import type { Tx } from '../db/pool.ts';
import { removeCallFromTimeline } from '../db/timeline.ts';
import { plan } from '../domain/call/plan.ts';
import type { EpochMs, InstituteId } from '../domain/ids.ts';
import { writeContributions } from './advance/contributions.ts';
import { writeCountedCall } from './advance/counted.ts';
import { writeLeadTotals } from './advance/lead-totals.ts';
import { writeMissedEntries } from './advance/missed.ts';
import { notePending } from './advance/pending.ts';
import { openAdvancing } from './advance.ts';

/**
 * Takes back everything a call has shown and counted: its cards go, its contribution becomes zero, its missed
 * entries and timeline entry vanish. For a call that becomes part of another.
 *
 * @param call locked like its lead, and already marked as merged, so that its lead no longer counts it
 * @returns what the feed must tell of it; publish it last
 */
export async function retract(
  tx: Tx,
  { instituteId, call, now }: { instituteId: InstituteId; call: LockedCall; now: EpochMs },
): Promise<readonly FeedEntry[]> {
  const advancing = await openAdvancing(tx, { instituteId, call, now });
  const nothing = plan([], call, advancing.policy, now);
  const none = { leadId: null, settled: null };
  const showing = advancing.context.popups.filter(({ state }) => state === 'open' || state === 'answered');
  const moves = showing.map(({ id, state, leadId }) => {
    // Somebody who talked has left the ringing behind: their card can only close.
    const gone =
      state === 'open'
        ? ({ state: 'withdrawn', reason: 'call_ended' } as const)
        : ({ state: 'closed', reason: null } as const);
    return { id, from: state, leadId, ...gone };
  });
  await movePopups(tx, { instituteId, now, moves });
  for (const { id, counsellorId } of showing) advancing.feed.push({ counsellorId, type: 'popup', ref: id });
  await removeOffers(tx, { instituteId, callId: call.id });
  await removeCallFromTimeline(tx, { instituteId, callId: call.id });
  await writeLeadTotals(advancing, nothing, null);
  await writeContributions(advancing, nothing, null);
  await writeCountedCall(advancing, null, null);
  await writeMissedEntries(advancing, nothing, none);
  notePending(advancing, nothing);
  return advancing.feed;
}
