import fc from 'fast-check';
import type { NewFact } from '../../db/facts.ts';
import type { Agent } from '../../domain/call/facts.ts';
import type { CallPolicy } from '../../domain/call/policy.ts';
import type { CounsellorId } from '../../domain/ids.ts';
import {
  asha,
  asked,
  bilal,
  callBack,
  chitra,
  pickUp,
  policyWith,
  question,
  reportOf,
  ring,
  ringEnd,
  save,
  stranger,
  type Said,
  type Word,
} from './facts.ts';

/** Calls as no vendor would send them: any events in any order, for rules that must hold whatever comes. */

const counsellor: fc.Arbitrary<CounsellorId> = fc.constantFrom(asha, bilal, chitra);
const agent: fc.Arbitrary<CounsellorId | Agent> = fc.oneof(
  { weight: 6, arbitrary: counsellor },
  { weight: 1, arbitrary: fc.constant(stranger) },
);
const anybody = fc.oneof({ weight: 5, arbitrary: agent }, { weight: 2, arbitrary: fc.constant(null) });
const word = fc.constantFrom<Word>('success', 'success', 'failure', 'no_answer', 'busy', 'voicemail', 'unrecognised');
/** The vendor's stamps know nothing of our clock. */
const stamp = fc.integer({ min: -4000, max: 4000 });
const said: fc.Arbitrary<Said> = fc.record(
  { talk: fc.nat(5000), start: stamp, end: stamp, url: fc.constantFrom('https://a/1', 'https://a/2') },
  { requiredKeys: [] },
);
const report = fc.tuple(anybody, word, said).map((given) => reportOf(...given));

const event: fc.Arbitrary<(seconds: number) => NewFact> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(agent, fc.boolean(), fc.boolean()).map(
      ([who, reportsAnswer, odd]) =>
        (seconds: number) =>
          ring(who, seconds, { reportsAnswer, stale: odd && reportsAnswer }),
    ),
  },
  {
    weight: 6,
    arbitrary: fc.tuple(anybody, word, said).map(
      ([who, how, what]) =>
        (seconds: number) =>
          callBack(who, how, seconds, what),
    ),
  },
  { weight: 1, arbitrary: anybody.map((who) => (seconds: number) => pickUp(who, seconds)) },
  { weight: 1, arbitrary: counsellor.map((who) => (seconds: number) => ringEnd(who, seconds)) },
  { weight: 1, arbitrary: fc.constant(question) },
  {
    weight: 1,
    arbitrary: fc.tuple(report, fc.subarray([asha, bilal])).map(
      ([found, also]) =>
        (seconds: number) =>
          asked('found', seconds, found, also),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('live', 'none', 'unreachable')
      .map((result) => (seconds: number) => asked(result, seconds)),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(counsellor, fc.constantFrom('edit', 'note')).map(
      ([who, what]) =>
        (seconds: number) =>
          save(who, seconds, { what }),
    ),
  },
);

/** Up to a dozen events, close together or hours apart. */
export const history: fc.Arbitrary<readonly NewFact[]> = fc
  .array(fc.tuple(event, fc.oneof(fc.nat(60), fc.nat(9000))), { minLength: 1, maxLength: 12 })
  .map((events) => {
    let seconds = 0;
    return events.map(([heardAt, pause], index) => heardAt((seconds += index === 0 ? 0 : pause)));
  });

export const anyPolicy: fc.Arbitrary<CallPolicy> = fc
  .record({
    ring: fc.constantFrom('sequential', 'simultaneous'),
    createOn: fc.constantFrom('ring', 'answer', 'end', 'never'),
    canPull: fc.boolean(),
    ringSeconds: fc.integer({ min: 5, max: 300 }),
    talkSeconds: fc.integer({ min: 60, max: 28_800 }),
    callBackSeconds: fc.integer({ min: 1, max: 86_400 }),
    wrapUpSeconds: fc.integer({ min: 0, max: 7200 }),
    amendSeconds: fc.integer({ min: 60, max: 100_000 }),
  } satisfies { [K in keyof CallPolicy]?: fc.Arbitrary<CallPolicy[K]> })
  .map(policyWith);
