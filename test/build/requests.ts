import fc from 'fast-check';
import type { CounsellorId } from '../../domain/ids.ts';
import { asha, bilal, chitra, type Said, type Word } from './facts.ts';

/** What arrives about one call; a pop-up request and a call back carry the vendor's id, and perhaps the DID. */
export type Arrival =
  | { readonly kind: 'popup'; readonly agent: string; readonly did: boolean }
  | {
      readonly kind: 'call_back';
      readonly agent: string | null;
      readonly word: Word;
      readonly said: Said;
      readonly did: boolean;
    }
  /** A counsellor saves the lead, naming the call: only of a call that we know, so never the first. */
  | { readonly kind: 'save'; readonly by: CounsellorId };

/** An agent number mapped to nobody. */
export const NOBODY = 'somebody else';

const seconds = fc.option(fc.integer({ min: 1, max: 90 }), { nil: undefined });

/** A leg's reports: one, or one and its correction. Both carry an end stamp: else the later arrival wins (product 2). */
const legOf = (agent: string, index: number): fc.Arbitrary<readonly Arrival[]> =>
  fc
    .record({
      rung: fc.constantFrom(true, true, true, false),
      words: fc.array(fc.constantFrom<Word>('success', 'failure', 'no_answer', 'busy', 'unrecognised'), {
        minLength: 1,
        maxLength: 2,
      }),
      talk: seconds,
      did: fc.boolean(),
      again: fc.boolean(),
    })
    .map(({ rung, words, talk, did, again }) => {
      const reports = words.map((word, nth): Arrival => ({
        kind: 'call_back',
        agent,
        word,
        did,
        // Stamps order the legs, by start, and the reports of one leg, by end.
        said: { start: index * 20, end: index * 20 + 10 + nth, ...(talk !== undefined && { talk: talk + nth }) },
      }));
      const popup: Arrival = { kind: 'popup', agent, did: !did };
      return [...(rung ? [popup] : []), ...reports, ...(again ? reports.slice(-1) : [])];
    });

const legs = fc
  .shuffledSubarray([asha, bilal, chitra, NOBODY], { minLength: 1, maxLength: 3 })
  .chain((agents) => fc.tuple(...agents.map(legOf)));
const whole = fc.record({
  word: fc.constantFrom<Word>('success', 'failure', 'voicemail'),
  talk: seconds,
  alone: fc.boolean(),
});

/**
 * A call that rang one to three counsellors, each at most once. Every leg is reported, or the call as a whole: a ring
 * that nobody reports leaves the call open or not, depending on what came before it (product 2, "the next leg").
 * Nor is a pop-up request repeated: after another counsellor's it is by its rule a new offer (product 1.3).
 */
const arrivals: fc.Arbitrary<readonly Arrival[]> = fc
  .record({ legs, whole: fc.option(whole), saves: fc.subarray([asha, bilal, chitra]) })
  .map(({ legs: reported, whole: report, saves }) => {
    const all = reported.flat();
    const kept = report?.alone ? all.filter(({ kind }) => kind === 'popup') : all;
    const said = report?.talk === undefined ? {} : { talk: report.talk };
    const last: Arrival[] = report ? [{ kind: 'call_back', agent: null, word: report.word, said, did: false }] : [];
    return [...kept, ...last, ...saves.map((by): Arrival => ({ kind: 'save', by }))];
  })
  .filter((list) => list.some(({ kind }) => kind !== 'save'));

/** Any order, but that nobody saves a lead for a call we know nothing of. */
function shuffled(list: readonly Arrival[]): fc.Arbitrary<readonly Arrival[]> {
  return fc.shuffledSubarray([...list], { minLength: list.length }).map((order) => {
    const heard = order.findIndex(({ kind }) => kind !== 'save');
    return [...order.slice(heard, heard + 1), ...order.slice(0, heard), ...order.slice(heard + 1)];
  });
}

/** The same requests in two orders, a second apart each. */
export const twoOrders = arrivals.chain((list) => fc.tuple(shuffled(list), shuffled(list)));
