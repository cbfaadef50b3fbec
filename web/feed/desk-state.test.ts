import { describe, expect, test } from '@jest/globals';
import type { Call, Popup } from '../api/contract.ts';
import { applyMessage, EMPTY_DESK, mute, putAway, type DeskState, type FeedMessage } from './desk-state.ts';

let head = 1;

const popup = (id: string, given: Partial<Popup> = {}): Popup => ({
  id,
  callId: `call of ${id}`,
  version: 1,
  state: 'open',
  direction: 'inbound',
  lead: null,
  candidates: [],
  number: null,
  did: null,
  campaign: null,
  actions: ['createLead'],
  openedAt: `2026-01-01T10:00:0${id}.000Z`,
  actedAt: null,
  closedAt: null,
  reason: null,
  ...given,
});

const call = (id: string, state: Call['state']): Call => ({
  id,
  direction: 'outbound',
  state,
  outcome: state === 'ended' ? 'answered' : null,
  lead: null,
  number: null,
  did: null,
  campaign: null,
  counsellor: null,
  offers: [],
  startedAt: '2026-01-01T10:00:00.000Z',
  answeredAt: null,
  endedAt: null,
  ringSeconds: null,
  talkSeconds: 0,
  recording: 'none',
  disposition: null,
  source: 'events',
  flags: [],
  vendor: 'tatatel',
  vendorCallId: null,
});

/** The desk after these events, each with the next number. */
const after = (events: readonly Pick<FeedMessage, 'event' | 'data'>[], desk: DeskState = EMPTY_DESK): DeskState =>
  // Event and data are put together in the tests below as the API does.
  events.reduce((state, event) => applyMessage(state, { ...event, id: (head += 1) } as FeedMessage), desk);

const shows = (given: Popup) => ({ event: 'popup', data: given }) as const;
const ids = ({ popups }: DeskState) => popups.map(({ id }) => id);

describe('a desk', () => {
  test('shows the newest card on top, and each card once', () => {
    expect(
      ids(after([shows(popup('1')), shows(popup('2')), shows(popup('1', { version: 2, state: 'answered' }))])),
    ).toEqual(['2', '1']);
  });

  test('takes a card away when it is withdrawn, dismissed or closed, and an older message brings it not back', () => {
    for (const state of ['withdrawn', 'dismissed', 'closed'] as const) {
      const desk = after([shows(popup('1')), shows(popup('1', { version: 3, state }))]);
      expect(ids(desk)).toEqual([]);
      expect(ids(after([shows(popup('1', { version: 2, state: 'answered' }))], desk))).toEqual([]);
    }
  });

  test('is replaced by a snapshot', () => {
    const data = { popups: [popup('3')], missed: 4, pending: 2, calls: [call('a', 'talking')] };
    const snapshot = { event: 'snapshot' as const, data };
    const desk = after([shows(popup('1')), shows(popup('2')), snapshot]);
    expect(ids(desk)).toEqual(['3']);
    expect(desk).toMatchObject({ missed: 4, pending: 2, calls: [{ id: 'a' }] });
  });

  test('has its lists looked up again when a count is told, though it be the same', () => {
    const desk = after([
      { event: 'missed', data: { count: 1 } },
      { event: 'missed', data: { count: 1 } },
    ]);
    expect(desk.turns.missed).toBe(2);
  });

  test('keeps an outgoing call that ended until it is put away, and does not begin with one', () => {
    const desk = after([
      { event: 'call', data: call('a', 'ringing') },
      { event: 'call', data: call('a', 'ended') },
    ]);
    expect(desk.calls.map(({ state }) => state)).toEqual(['ended']);
    expect(putAway(desk, 'a').calls).toEqual([]);
    expect(after([{ event: 'call', data: call('b', 'ended') }]).calls).toEqual([]);
  });

  test('keeps a call that was hung up and put away there, until it goes on after all', () => {
    const ringing = { event: 'call', data: call('a', 'agent_ringing') } as const;
    const away = putAway(after([ringing]), 'a');
    // The hang-up itself is told of too, and a lost connection tells everything anew.
    expect(after([ringing], away).calls).toEqual([]);
    const snapshot = { popups: [], missed: 0, pending: 0, calls: [call('a', 'agent_ringing'), call('b', 'ringing')] };
    expect(after([{ event: 'snapshot', data: snapshot }], away).calls.map(({ id }) => id)).toEqual(['b']);
    expect(after([{ event: 'call', data: call('a', 'talking') }], away).calls.map(({ id }) => id)).toEqual(['a']);
  });

  test('keeps in mind which cards are muted, until they are gone', () => {
    const muted = mute(after([shows(popup('1'))]), '1', true);
    expect(muted.muted).toEqual(['1']);
    expect(mute(muted, '1', false).muted).toEqual([]);
    expect(after([shows(popup('1', { version: 2, state: 'withdrawn' }))], muted).muted).toEqual([]);
  });
});
