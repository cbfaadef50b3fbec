import { describe, expect, test } from '@jest/globals';
import type { StoryFact, StoryPopup, StoryRequest } from '../../db/call-story.ts';
import type { Fact, Report } from '../../domain/call/facts.ts';
import type { CounsellorId, LeadId } from '../../domain/ids.ts';
import { policyWith } from '../../test/build/facts.ts';
import { explain, type CallStory } from './explain.ts';

const asha = 'asha' as CounsellorId;
const bilal = 'bilal' as CounsellorId;
const lead = 'lead' as LeadId;
const names = new Map([
  [asha, 'Asha Rao'],
  [bilal, 'Bilal Khan'],
]);
const nameOf = (id: CounsellorId): string => names.get(id) ?? 'somebody';

type WithoutHeard<F> = F extends unknown ? Omit<F, 'seq' | 'receivedAt' | 'flags'> : never;
/** Facts a second apart, each from a request of its own. */
const facts = (...told: WithoutHeard<Fact>[]): StoryFact[] =>
  told.map((fact, index) => ({
    fact: { ...fact, seq: index + 1, receivedAt: (index + 1) * 1000, flags: [] },
    requestId: `request ${index + 1}`,
  }));
const request = (index: number, more: Partial<StoryRequest> = {}): StoryRequest => ({
  id: `request ${index}`,
  endpoint: 'ivrCallNotification',
  receivedAt: index * 1000,
  outcome: 'taken',
  answer: { status: 1 },
  isRepeat: false,
  ...more,
});
const popup = (factSeq: number, more: Partial<StoryPopup> = {}): StoryPopup => ({
  factSeq,
  counsellorId: asha,
  state: 'open',
  reason: null,
  openedAt: factSeq * 1000 + 5,
  actedAt: null,
  closedAt: null,
  ...more,
});
const offered = (counsellorId: CounsellorId | null, stale = false) =>
  ({ kind: 'offered', agent: { counsellorId, number: 'x' }, stale, reportsAnswer: false }) as const;
const details = (counsellorId: CounsellorId, success: boolean): Report & { readonly kind: 'ended' } => ({
  kind: 'ended',
  agent: { counsellorId, number: 'x' },
  status: success ? { result: 'success' } : { result: 'failure', cause: 'busy' },
  talkSeconds: success ? 65 : null,
  startedAt: null,
  endedAt: null,
  recordingUrl: null,
});
const story = (more: Partial<CallStory>): CallStory => ({
  requests: [],
  facts: [],
  popups: [],
  call: { blocked: false, settledAt: null, flags: [] },
  ...more,
});
const texts = (told: CallStory): string[] => explain(told, nameOf).map(({ text }) => text);

describe('the explanation of a call', () => {
  test('tells a call from the question to the settlement in order of time', () => {
    const told = story({
      requests: [
        request(1, { endpoint: 'getCounsellor' }),
        request(2),
        request(3),
        request(4, { endpoint: 'ivrCallBackDetails' }),
      ],
      facts: facts(
        {
          kind: 'routing_asked',
          snapshot: {
            line: [
              { id: asha, available: true },
              { id: bilal, available: true },
            ],
            others: [],
            fallback: 'vendor',
            seed: 1,
          },
        },
        offered(asha),
        offered(bilal),
        details(bilal, true),
        { kind: 'settled', outcome: 'answered', leadId: lead, ownersBefore: [], rules: policyWith() },
        { kind: 'assigned', leadId: lead, owners: [bilal], previous: [], reason: 'answered' },
      ),
      popups: [
        popup(2, { state: 'withdrawn', reason: 'next_agent', closedAt: 3001 }),
        popup(3, { counsellorId: bilal, state: 'closed', actedAt: 3500, closedAt: 9000 }),
      ],
    });
    expect(texts(told)).toEqual([
      'The vendor asked whom to ring. Answered: Asha Rao, then Bilal Khan.',
      'The vendor rings Asha Rao.',
      'The pop-up was shown to Asha Rao.',
      'The vendor rings Bilal Khan.',
      "Asha Rao's pop-up was withdrawn: the next counsellor was rung.",
      'The pop-up was shown to Bilal Khan.',
      'Bilal Khan opened the lead from the pop-up.',
      'The vendor sent the call details: answered, 65 s of talk, naming Bilal Khan.',
      'The call was settled as answered.',
      'The lead was given to Bilal Khan: the call was answered and the lead had no owner.',
      "Bilal Khan's pop-up was closed: the call and its wrap-up are over.",
    ]);
  });

  test('tells repeats and refusals, which made no fact', () => {
    const told = story({
      requests: [
        request(1),
        request(2, { isRepeat: true }),
        request(3, { endpoint: 'getCounsellor', answer: { status: 0, message: 'Inbound calling is not enabled' } }),
      ],
      facts: facts(offered(asha)),
      popups: [popup(1)],
    });
    expect(explain(told, nameOf).map(({ kind }) => kind)).toEqual(['request', 'popup', 'repeat', 'refused']);
    expect(texts(told)[3]).toBe(
      'A request came and was refused (question whom to ring): Inbound calling is not enabled.',
    );
  });

  test.each([
    ['the agent number is mapped to nobody', offered(null), {}, 'nobody is known to have that agent number'],
    ['it came when the ringing was over', offered(asha, true), {}, 'the ringing was already over'],
    ['the number is blocked', offered(asha), { blocked: true }, 'the number is blocked'],
    ['the counsellor receives none', offered(asha), {}, 'pop-ups switched off or lack the permission'],
  ])('says why a pop-up did not come: %s', (_, offer, call, why) => {
    const told = story({ facts: facts(offer), call: { blocked: false, settledAt: null, flags: [], ...call } });
    expect(explain(told, nameOf).find(({ kind }) => kind === 'no_popup')?.text).toContain(why);
  });

  test('says that a pop-up request after the end shows no card', () => {
    const told = story({ facts: facts(offered(asha), details(asha, false), offered(asha)), popups: [popup(1)] });
    expect(texts(told).at(-1)).toBe('No pop-up was shown to Asha Rao: the call had ended.');
  });

  test('tells how a call was repaired and what never came', () => {
    const told = story({
      facts: facts(
        offered(asha),
        { kind: 'record_pulled', result: 'unreachable', report: null, alsoRung: [] },
        {
          kind: 'record_pulled',
          result: 'found',
          report: details(asha, false),
          alsoRung: [{ counsellorId: bilal, number: 'y' }],
        },
        { kind: 'settled', outcome: 'missed', leadId: lead, ownersBefore: [], rules: policyWith() },
        { kind: 'settled', outcome: 'voicemail', leadId: lead, ownersBefore: [], rules: policyWith() },
      ),
      popups: [popup(1)],
      call: { blocked: false, settledAt: 4000, flags: ['call_back_missing', 'popup_missing'] },
    });
    const [, , unreachable, found, settled, ...rest] = texts(told);
    expect(unreachable).toMatch(/could not be reached/);
    expect(found).toMatch(
      /its record says not connected \(busy\), naming Asha Rao, and that it also rang Bilal Khan\.$/,
    );
    expect(settled).toBe('The call was settled as missed: somebody was rung, nobody talked.');
    expect(rest).toEqual([
      'The vendor never sent the call details (call back).',
      'The vendor never sent a pop-up request for a counsellor whom only a later report names.',
      'The call was settled anew as voicemail.',
    ]);
  });

  test('says which of two reports about one counsellor counts', () => {
    const at = (endedAt: number, success: boolean) => ({ ...details(asha, success), endedAt });
    const told = story({
      facts: facts(offered(asha), at(5000, true), at(4000, false), at(6000, false)),
      popups: [popup(1)],
    });
    const [first, older, newer] = texts(told).slice(2);
    expect(first).toBe('The vendor sent the call details: answered, 65 s of talk, naming Asha Rao.');
    expect(older).toMatch(/not connected \(busy\).* It changed nothing: what came before counts\.$/);
    expect(newer).toMatch(/ Where it says something else than what came before, it counts\.$/);
  });

  test('names the request each step came from, as long as that is kept', () => {
    const told = story({
      requests: [request(1), request(3, { isRepeat: true })],
      facts: facts(offered(asha), details(asha, false)),
      popups: [popup(1)],
    });
    expect(explain(told, nameOf).map(({ kind, requestId }) => [kind, requestId])).toEqual([
      ['request', 'request 1'],
      ['popup', undefined],
      ['request', undefined],
      ['repeat', 'request 3'],
    ]);
  });

  test('says in words what a fact was flagged with', () => {
    const [given] = facts(offered(asha));
    if (given === undefined) throw new Error('no fact');
    const flagged = { ...given, fact: { ...given.fact, flags: ['no_call_id', 'of_a_newer_version'] } };
    expect(texts(story({ facts: [flagged], popups: [popup(1)] }))[0]).toBe(
      'The vendor rings Asha Rao. Noted: no call id; of_a_newer_version.',
    );
  });
});
