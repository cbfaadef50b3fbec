import { describe, expect, test } from '@jest/globals';
import type { CallId } from '../ids.ts';
import { checkAll, CHECK_KEYS, type Checked, type CheckKey } from './checks.ts';
import type { Evidence, SetUp, TestCall } from './evidence.ts';
import { scenariosFor } from './scenarios.ts';

const NOON = Date.UTC(2026, 10, 24, 12);

const setUpWith = (changes: Partial<SetUp> = {}): SetUp => ({
  vendor: 'TataTele (Smartflo)',
  enabled: true,
  inbound: true,
  createOn: 'ring',
  dials: 'yes',
  outboundProblem: null,
  numberHasLead: false,
  counsellor: { name: 'Asha Rao', popupProblem: null, pages: [{ name: 'Pop-ups at the desk', problem: null }] },
  ...changes,
});

const answered = (changes: Partial<TestCall> = {}): TestCall => ({
  id: 'answered' as CallId,
  direction: 'inbound',
  ended: true,
  outcome: 'answered',
  startedAt: NOON,
  reconciled: false,
  counsellor: 'Asha Rao',
  vendorCallId: '1700000000.1',
  did: { number: '+918047100100', campaign: 'Website', known: true },
  startTold: true,
  endTold: true,
  talkSeconds: 42,
  hasRecording: true,
  question: { at: NOON, requestId: 'asked', named: [] },
  ring: { at: NOON + 1000, requestId: 'rang', counsellor: 'Asha Rao', stale: false },
  report: { at: NOON + 60_000, requestId: 'reported' },
  click: null,
  taken: null,
  failure: null,
  cards: [{ counsellor: 'Asha Rao', at: NOON + 1040, afterMs: 40, used: true }],
  wouldCount: [{ counsellor: 'Asha Rao', success: true, missed: false, talkSeconds: 42 }],
  wouldMiss: null,
  wouldHaveLead: 'made',
  entry: 'Inbound call, answered by Asha Rao, 42 s talk',
  log: { shown: true, requests: 3 },
  ...changes,
});

const missed = (changes: Partial<TestCall> = {}): TestCall =>
  answered({
    id: 'missed' as CallId,
    outcome: 'missed',
    counsellor: null,
    talkSeconds: 0,
    wouldCount: [{ counsellor: 'Asha Rao', success: false, missed: true, talkSeconds: 0 }],
    wouldMiss: ['Asha Rao'],
    ...changes,
  });

const dialled = (changes: Partial<TestCall> = {}): TestCall =>
  answered({ id: 'dialled' as CallId, direction: 'outbound', question: null, cards: [], ...changes });

const evidenceWith = (changes: Partial<Evidence> = {}): Evidence => ({
  mode: 'live',
  setUp: setUpWith(),
  calls: [dialled(), missed(), answered()],
  logMs: 12,
  ...changes,
});

const check = (key: CheckKey, evidence: Evidence): Checked => {
  const found = checkAll(evidence).find((one) => one.key === key);
  if (found === undefined) throw new Error(`There is no check ${key}`);
  return found;
};
/** A check's state with what it says of the steps that are not done. */
const told = (key: CheckKey, evidence: Evidence) => {
  const { state, steps } = check(key, evidence);
  return [state, ...steps.flatMap((step) => (step.state === 'done' ? [] : [step.seen]))];
};

describe('the twelve checks', () => {
  test('are all passed by an answered, a missed and a dialled call, each step with its evidence', () => {
    const all = checkAll(evidenceWith());
    expect(all.map(({ key, state }) => [key, state])).toEqual(CHECK_KEYS.map((key) => [key, 'passed']));
    expect(all).toHaveLength(12);
    expect(check('inbound_flow', evidenceWith()).steps).toContainEqual({
      text: 'A call back says how the call went',
      state: 'done',
      seen: 'It came.',
      at: NOON + 60_000,
      callId: 'answered',
      requestId: 'reported',
    });
  });

  test('wait before anything has come, and say what to do', () => {
    const all = checkAll(evidenceWith({ calls: [] }));
    expect(all.filter(({ state }) => state !== 'waiting')).toEqual([]);
    expect(told('inbound_flow', evidenceWith({ calls: [] }))[1]).toContain('Dial the DID from the test phone');
    expect(told('inbound_flow', evidenceWith({ calls: [], mode: 'rehearsal' }))[1]).toBe('Not rehearsed yet.');
  });

  test('tick step by step as a call goes on', () => {
    const ringing = answered({ ended: false, outcome: null, report: null, talkSeconds: 0, counsellor: null });
    const steps = check('inbound_flow', evidenceWith({ calls: [ringing] })).steps.map(({ state }) => state);
    expect(steps).toEqual(['done', 'done', 'waiting', 'waiting']);
  });

  test('do not ask a vendor that can not dial for it', () => {
    const evidence = evidenceWith({ setUp: setUpWith({ dials: 'never' }), calls: [missed(), answered()] });
    expect(check('outbound_flow', evidence).state).toBe('not_possible');
  });

  test('need a second call when the first was not answered', () => {
    expect(told('inbound_flow', evidenceWith({ calls: [missed()] }))).toEqual([
      'waiting',
      'The test call was not answered. Dial again; the counsellor picks up.',
    ]);
  });
});

describe('what is wrong fails the check it concerns, and says so:', () => {
  const of = (call: TestCall, setUp: Partial<SetUp> = {}) => evidenceWith({ setUp: setUpWith(setUp), calls: [call] });
  const cases: readonly (readonly [CheckKey, string, Evidence])[] = [
    [
      'inbound_flow',
      'Incoming calls are off: switch them on in the settings of the vendor.',
      of(answered(), { inbound: false }),
    ],
    [
      'inbound_flow',
      'TataTele (Smartflo) is switched off: switch it on in the settings of the vendor.',
      of(answered(), { enabled: false }),
    ],
    [
      'inbound_flow',
      'It named an agent number that is nobody’s. Enter it at its counsellor.',
      of(answered({ ring: { at: NOON, requestId: 'rang', counsellor: null, stale: false } })),
    ],
    [
      'inbound_flow',
      'It never came: the call was settled from the vendor’s record, which is asked for afterwards.',
      of(answered({ report: null, reconciled: true })),
    ],
    [
      'routing_answers',
      'Incoming calls are off: switch them on in the settings of the vendor.',
      of(answered(), { inbound: false }),
    ],
    [
      'popup',
      'None: the request’s own time was older than the ring time when it came.',
      of(answered({ cards: [], ring: { at: NOON, requestId: 'rang', counsellor: 'Asha Rao', stale: true } })),
    ],
    [
      'lead_creation',
      'A lead has this number: its calls are that lead’s. Check with a number that no lead has.',
      of(answered({ wouldHaveLead: 'theirs' }), { numberHasLead: true }),
    ],
    ['lead_creation', 'The setting says never.', of(answered({ wouldHaveLead: 'never' }), { createOn: 'never' })],
    ['campaign_mapping', 'did_no was not sent.', of(answered({ did: null }))],
    [
      'campaign_mapping',
      'It is in no list of ours: enter it with its campaign.',
      of(answered({ did: { number: '+91', campaign: null, known: false } })),
    ],
    [
      'campaign_mapping',
      'No campaign is entered for it.',
      of(answered({ did: { number: '+91', campaign: null, known: true } })),
    ],
    ['call_log', 'Not sent: without call_duration it is left out of averages.', of(answered({ talkSeconds: null }))],
    ['call_log', 'No address came: resource_url.', of(answered({ hasRecording: false }))],
    ['log_load', 'It does not.', of(answered({ log: { shown: false, requests: 2 } }))],
    ['timeline', 'To none: the number is blocked.', of(answered({ wouldHaveLead: 'blocked' }))],
    [
      'productivity',
      'It would count for nobody (unattributed): the call back names nobody we know.',
      of(answered({ wouldCount: [{ counsellor: null, success: true, missed: false, talkSeconds: 42 }] })),
    ],
    ['missed_icon', 'The call makes no missed entry.', of(missed({ wouldMiss: null }))],
    ['outbound_flow', 'Calling out is off.', of(dialled(), { outboundProblem: 'Calling out is off.' })],
    [
      'outbound_flow',
      'The telephone system refused the call.',
      of(dialled({ failure: 'The telephone system refused the call.' })),
    ],
  ];
  test.each(cases)('%s: %s', (key, words, evidence) => {
    const [state, ...said] = told(key, evidence);
    expect(state).toBe('failed');
    expect(said).toContain(words);
  });
});

test('calling out that is not switched on is waited for, and nothing that is wrong', () => {
  const off = { dials: 'off', outboundProblem: 'Calling out is off. That can wait.' } as const;
  const evidence = evidenceWith({ calls: [dialled()], setUp: setUpWith(off) });
  expect(told('outbound_flow', evidence)).toEqual(['waiting', 'Calling out is off. That can wait.']);
});

test('a rehearsal plays what the checks need, and no more', () => {
  expect(scenariosFor(CHECK_KEYS)).toEqual(['answered', 'missed', 'outbound']);
  expect(scenariosFor(['popup', 'campaign_mapping'])).toEqual(['answered']);
  expect(scenariosFor(['missed_icon'])).toEqual(['missed']);
  expect(scenariosFor(['page_check'])).toEqual([]);
});
