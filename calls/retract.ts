import type { FeedEntry } from '../db/feed.ts';
import { replaceOffers } from '../db/offers.ts';
import { changePopup } from '../db/popups-write.ts';
import type { LockedCall } from '../db/calls.ts';
import type { Tx } from '../db/pool.ts';
import { removeCallFromTimeline } from '../db/timeline.ts';
import { plan } from '../domain/call/plan.ts';
import type { EpochMs, InstituteId } from '../domain/ids.ts';
import { writeContributions } from './advance/contributions.ts';
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
  for (const popup of advancing.context.popups) {
    if (popup.state !== 'open' && popup.state !== 'answered') continue;
    // Somebody who talked has left the ringing behind: their card can only close.
    const gone = popup.state === 'open' ? ({ state: 'withdrawn', reason: 'call_ended' } as const) : ({ state: 'closed', reason: null } as const);
    await changePopup(tx, { ...popup, ...gone, instituteId, now });
    advancing.feed.push({ counsellorId: popup.counsellorId, type: 'popup', ref: popup.id });
  }
  await replaceOffers(tx, { instituteId, callId: call.id, offers: [] });
  await removeCallFromTimeline(tx, { instituteId, callId: call.id });
  await writeLeadTotals(advancing, nothing, null);
  await writeContributions(advancing, nothing);
  await writeMissedEntries(advancing, nothing, none);
  notePending(advancing, nothing);
  return advancing.feed;
}
