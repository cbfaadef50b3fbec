import type { FeedRow } from '../../db/feed-read.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { presentCall } from '../presenters/call.ts';
import { presentPopup } from '../presenters/popup.ts';
import type { FeedObjects } from './objects.ts';

/** A server-sent event before it is written. `dial` alone has no id. */
export interface Message {
  readonly id?: number;
  readonly event: 'snapshot' | 'popup' | 'missed' | 'pending' | 'call' | 'dial';
  readonly data: unknown;
}

/**
 * A feed row as its counsellor gets it, showing its object as it stands now.
 *
 * A number is never skipped: a row whose pop-up or call is not there for this counsellor any more goes out as
 * the count of missed calls, which is always true and never somebody else's business.
 */
export function messageOf(row: FeedRow, objects: FeedObjects, viewer: Viewer, now: EpochMs): Message {
  const id = row.seq;
  if (row.type === 'pending') return { id, event: 'pending', data: { count: objects.pending(viewer) } };
  if (row.type === 'popup' && row.ref !== null) {
    const popup = objects.popup(viewer, row.ref);
    if (popup) return { id, event: 'popup', data: presentPopup(popup, objects.leads(popup), viewer) };
  }
  if (row.type === 'call' && row.ref !== null) {
    const call = objects.call(viewer, row.ref);
    if (call) return { id, event: 'call', data: presentCall(call, viewer, now) };
  }
  return { id, event: 'missed', data: { count: objects.missed(viewer) } };
}
