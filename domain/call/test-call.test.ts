import { describe, expect, test } from '@jest/globals';
import { asha, bilal, callBack, identityWith, inOrder, policyWith, ring, at } from '../../test/build/facts.ts';
import { plan } from './plan.ts';

const LATER = at(900);
const answered = [ring(asha, 0), callBack(asha, 'success', 60, { talk: 42 })];
const missed = [ring(asha, 0), ring(bilal, 10), callBack(bilal, 'failure', 60)];

const planned = (facts: typeof answered, isTest: boolean) =>
  plan(inOrder(...facts), identityWith({ isTest }), policyWith(), LATER);

describe('a test call', () => {
  test('is followed, logged and marked like any other', () => {
    const [of, other] = [planned(answered, true), planned(answered, false)];
    expect(of.record).toMatchObject({ state: 'ended', outcome: 'answered', counsellorId: asha, flags: ['test_call'] });
    expect(of.offers).toEqual(other.offers);
    expect(of.talkers).toEqual(other.talkers);
    expect(of.cards.map(({ factSeq }) => factSeq)).toEqual(other.cards.map(({ factSeq }) => factSeq));
  });

  test('counts for nobody, is nobody’s work and makes no lead, whoever talked', () => {
    expect(planned(answered, false)).toMatchObject({ contributions: [{ success: 1 }], createsLead: true });
    expect(planned(answered, true)).toMatchObject({ contributions: [], missedBy: null, createsLead: false });
    expect(planned(missed, false)).toMatchObject({
      missedBy: [asha, bilal],
      contributions: [{ missed: 1 }, { missed: 1 }],
    });
    expect(planned(missed, true)).toMatchObject({ contributions: [], missedBy: null, createsLead: false });
  });

  test('keeps nobody in wrap-up', () => {
    const soon = plan(inOrder(...answered), identityWith({ isTest: true }), policyWith(), at(61));
    expect(soon.record).toMatchObject({ wrapUpDone: true });
    expect(soon.cards).toMatchObject([{ phase: { state: 'closed' } }]);
    expect(soon.closed).toBe(true);
  });
});
