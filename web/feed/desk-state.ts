import type { Call, Popup, Snapshot } from '../api/contract.ts';

/** How the feed stands: being opened, open, being opened again, or over because nobody is signed in. */
export type Connection = 'connecting' | 'live' | 'reconnecting' | 'signed_out';

/** What a counsellor's feed has told this browser. */
export interface DeskState {
  readonly connection: Connection;
  /** The last number of the feed; null before the first snapshot. */
  readonly lastId: number | null;
  /** Open and answered cards, newest on top. */
  readonly popups: readonly Popup[];
  /** The counsellor's outgoing calls: live ones, and those that ended while somebody watched and were not put away. */
  readonly calls: readonly Call[];
  readonly missed: number;
  readonly pending: number;
  /** Cards that do not sound in this browser. */
  readonly muted: readonly string[];
  /** Rise whenever what the lists show may have changed, also where the count is the same. */
  readonly turns: {
    readonly popups: number;
    readonly missed: number;
    readonly pending: number;
    readonly calls: number;
  };
  /** The newest version seen of each card that is gone: an older one that comes late brings nothing back. */
  readonly gone: Readonly<Record<string, number>>;
  /** How each outgoing call stood when it was put away: told the same of it again, it stays away. */
  readonly putAway: Readonly<Record<string, Call['state']>>;
}

export const EMPTY_DESK: DeskState = {
  connection: 'connecting',
  lastId: null,
  popups: [],
  calls: [],
  missed: 0,
  pending: 0,
  muted: [],
  turns: { popups: 0, missed: 0, pending: 0, calls: 0 },
  gone: {},
  putAway: {},
};

/** A message of the feed (contract section 4). */
export type FeedMessage =
  | { readonly id: number; readonly event: 'snapshot'; readonly data: Snapshot }
  | { readonly id: number; readonly event: 'popup'; readonly data: Popup }
  | { readonly id: number; readonly event: 'missed' | 'pending'; readonly data: { readonly count: number } }
  | { readonly id: number; readonly event: 'call'; readonly data: Call };

/** Cards and calls that are remembered as gone: more than there are in the time a message can be late. */
const MOST_GONE = 200;

const isShowing = ({ state }: Popup): boolean => state === 'open' || state === 'answered';

const newestFirst = (popups: readonly Popup[]): readonly Popup[] =>
  popups.toSorted((a, b) => b.openedAt.localeCompare(a.openedAt) || b.id.localeCompare(a.id));

/** The desk after a message of its feed. */
export function applyMessage(desk: DeskState, message: FeedMessage): DeskState {
  const next = { ...desk, lastId: message.id };
  switch (message.event) {
    case 'snapshot':
      return withSnapshot(next, message.data);
    case 'popup':
      return withPopup(next, message.data);
    case 'missed':
      return { ...next, missed: message.data.count, turns: turned(next, 'missed') };
    case 'pending':
      return { ...next, pending: message.data.count, turns: turned(next, 'pending') };
    case 'call':
    default:
      return withCall(next, message.data);
  }
}

function withSnapshot(desk: DeskState, { popups, calls, missed, pending }: Snapshot): DeskState {
  const { turns } = desk;
  const showing = new Set(popups.map(({ id }) => id));
  return {
    ...desk,
    popups: newestFirst(popups),
    calls: calls.filter((call) => !isPutAway(desk, call)),
    missed,
    pending,
    muted: desk.muted.filter((id) => showing.has(id)),
    turns: { popups: turns.popups + 1, missed: turns.missed + 1, pending: turns.pending + 1, calls: turns.calls + 1 },
  };
}

function withPopup(desk: DeskState, popup: Popup): DeskState {
  const known = desk.popups.find(({ id }) => id === popup.id)?.version ?? desk.gone[popup.id] ?? 0;
  if (popup.version <= known) return desk;
  const others = desk.popups.filter(({ id }) => id !== popup.id);
  const turns = turned(desk, 'popups');
  if (isShowing(popup)) return { ...desk, popups: newestFirst([...others, popup]), turns };
  return {
    ...desk,
    popups: others,
    muted: desk.muted.filter((id) => id !== popup.id),
    gone: remember(desk.gone, popup.id, popup.version),
    turns,
  };
}

function withCall(desk: DeskState, call: Call): DeskState {
  const others = desk.calls.filter(({ id }) => id !== call.id);
  const isKnown = others.length < desk.calls.length;
  // A correction of a call that nobody here watched is for the lists alone.
  const isNews = isKnown || (call.state !== 'ended' && !isPutAway(desk, call));
  const calls = isNews ? [call, ...others] : desk.calls;
  return { ...desk, calls, turns: turned(desk, 'calls') };
}

const turned = ({ turns }: DeskState, what: keyof DeskState['turns']): DeskState['turns'] => ({
  ...turns,
  [what]: turns[what] + 1,
});

const isPutAway = ({ putAway: away }: DeskState, { id, state }: Call): boolean => away[id] === state;

const remember = <T>(known: Readonly<Record<string, T>>, id: string, what: T): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries({ ...known, [id]: what }).slice(-MOST_GONE));

/** The desk without an outgoing call that is over, or that the counsellor has hung up. One that goes on after all comes back. */
export function putAway(desk: DeskState, callId: string): DeskState {
  const call = desk.calls.find(({ id }) => id === callId);
  if (call === undefined) return desk;
  return {
    ...desk,
    calls: desk.calls.filter(({ id }) => id !== callId),
    putAway: remember(desk.putAway, callId, call.state),
  };
}

/** The desk with a card that sounds, or does not, in this browser. */
export const mute = (desk: DeskState, popupId: string, muted: boolean): DeskState => ({
  ...desk,
  muted: muted ? [...new Set([...desk.muted, popupId])] : desk.muted.filter((id) => id !== popupId),
});
