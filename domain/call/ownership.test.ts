import { describe, expect, test } from '@jest/globals';
import { asha, at, bilal, chitra, inOrder, policyWith, riya, save } from '../../test/build/facts.ts';
import type { NewFact } from '../../db/facts.ts';
import type { LeadId } from '../ids.ts';
import { ownershipAfter, saversOf, type OwnershipQuestion } from './ownership.ts';

type Wish = Partial<Omit<OwnershipQuestion, 'rules'>> & { readonly rules?: Partial<OwnershipQuestion['rules']> };
const owned = ({ rules, ...wish }: Wish) =>
  ownershipAfter({
    direction: 'inbound',
    outcome: 'answered',
    talkers: [],
    rung: [],
    savers: new Set(),
    ownersBefore: [],
    ...wish,
    rules: policyWith({ sticky: [chitra], ...rules }),
  });

describe('a lead without owner', () => {
  test('answered: the answerer, by default; the first who talked', () => {
    expect(owned({ talkers: [bilal, asha] })).toEqual({ owners: [bilal], reason: 'answered' });
  });

  test('answered: the first sticky counsellor or nobody, as the institute likes', () => {
    expect(owned({ talkers: [bilal], rules: { answeredOwner: 'sticky' } })).toEqual({
      owners: [chitra],
      reason: 'answered',
    });
    expect(owned({ talkers: [bilal], rules: { answeredOwner: 'none' } })).toBeNull();
  });

  test('answered by nobody we know: nobody', () => {
    expect(owned({ talkers: [] })).toBeNull();
  });

  test('missed: nobody, by default; or the last one rung, or a sticky counsellor', () => {
    const missed = { outcome: 'missed', rung: [asha, bilal] } as const;
    expect(owned(missed)).toBeNull();
    expect(owned({ ...missed, rules: { missedOwner: 'last_rung' } })).toEqual({ owners: [bilal], reason: 'missed' });
    expect(owned({ ...missed, rules: { missedOwner: 'sticky' } })).toEqual({ owners: [chitra], reason: 'missed' });
    expect(owned({ outcome: 'abandoned', rules: { missedOwner: 'last_rung' } })).toBeNull();
    expect(owned({ outcome: 'voicemail', rung: [asha], rules: { missedOwner: 'last_rung' } })).toMatchObject({
      owners: [asha],
    });
  });

  test('an unknown outcome gives it to nobody, and so does a call that is not inbound', () => {
    expect(owned({ outcome: 'unknown', rung: [asha], rules: { missedOwner: 'last_rung' } })).toBeNull();
    expect(owned({ direction: 'outbound', talkers: [asha] })).toBeNull();
    expect(owned({ direction: 'campaign', talkers: [asha] })).toBeNull();
  });
});

describe('a lead with an owner', () => {
  const mine = { ownersBefore: [asha] } as const;
  const saved = { savers: new Set([bilal]) };

  test('goes to another counsellor who talked and saved', () => {
    expect(owned({ ...mine, ...saved, talkers: [bilal] })).toEqual({ owners: [bilal], reason: 'talked_and_saved' });
  });

  test('talking alone, or saving alone, changes nothing', () => {
    expect(owned({ ...mine, talkers: [bilal] })).toBeNull();
    expect(owned({ ...mine, ...saved, talkers: [asha] })).toBeNull();
    expect(owned({ ...mine, ...saved, outcome: 'missed', rung: [bilal] })).toBeNull();
  });

  test('not when leads stay with their owner, nor when whoever saved owns it already', () => {
    expect(owned({ ...mine, ...saved, talkers: [bilal], rules: { keepOwner: true } })).toBeNull();
    expect(owned({ ...saved, ownersBefore: [asha, bilal], talkers: [bilal] })).toBeNull();
  });

  test('though its owner talked and saved too, before handing the call on', () => {
    expect(owned({ ...mine, talkers: [asha, bilal], savers: new Set([asha, bilal]) })).toMatchObject({
      owners: [bilal],
    });
  });

  test('of several the first who talked becomes the owner', () => {
    expect(owned({ ...mine, talkers: [chitra, bilal], savers: new Set([bilal, chitra]) })).toMatchObject({
      owners: [chitra],
    });
  });

  test('a missed call leaves it alone', () => {
    expect(owned({ ...mine, outcome: 'missed', rung: [bilal], rules: { missedOwner: 'last_rung' } })).toBeNull();
  });
});

describe('who saved the lead', () => {
  const other = 'kabir' as LeadId;
  const savers = (facts: readonly NewFact[], addNotesInstead = false) => [
    ...saversOf(inOrder(...facts), { leadId: riya, addNotesInstead, until: at(660) }),
  ];

  test('until wrap-up ends, before or after the call settles', () => {
    expect(savers([save(asha, 10), save(bilal, 660), save(chitra, 661)])).toEqual([asha, bilal]);
  });

  test('a note counts only with "Add Notes" in place of the profile', () => {
    const note = save(asha, 10, { what: 'note' });
    expect(savers([note])).toEqual([]);
    expect(savers([note], true)).toEqual([asha]);
  });

  test('of a call linked to another lead an edit stays with the lead it was made to, a note follows', () => {
    expect(savers([save(asha, 10, { leadId: other })])).toEqual([]);
    expect(savers([save(asha, 10, { leadId: other, what: 'note' })], true)).toEqual([asha]);
  });

  test('nobody, when nobody talked', () => {
    expect([...saversOf(inOrder(save(asha, 10)), { leadId: riya, addNotesInstead: true, until: null })]).toEqual([]);
  });
});
