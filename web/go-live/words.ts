import type { Tone } from '../shell/mark.tsx';
import type { Check, GoLive, GoLiveResult } from './queries.ts';

export const STATES: Readonly<Record<Check['state'], { readonly word: string; readonly tone: Tone }>> = {
  passed: { word: 'Passed', tone: 'talk' },
  waiting: { word: 'Waiting', tone: 'plain' },
  failed: { word: 'Not right', tone: 'miss' },
  not_possible: { word: 'Not possible', tone: 'plain' },
};

export const MODES: Readonly<Record<GoLive['mode'], string>> = { rehearsal: 'Rehearsal', live: 'Live check' };

/** How a check stands in a sentence: "9 of 12 checks are passed, 2 are not right." */
export function summary(checks: readonly Pick<Check, 'state'>[]): string {
  const many = (state: Check['state']): number => checks.filter((check) => check.state === state).length;
  const wrong = many('failed');
  const cannot = many('not_possible');
  const parts = [
    `${many('passed')} of ${checks.length} checks are passed`,
    ...(wrong > 0 ? [wrong === 1 ? 'one is not right' : `${wrong} are not right`] : []),
    ...(cannot > 0 ? [cannot === 1 ? 'one is not possible' : `${cannot} are not possible`] : []),
  ];
  return `${parts.join(', ')}.`;
}

/** What is missing first: of what is wrong before what is waited for; null: nothing. */
export function missing({ steps }: Pick<Check, 'steps'>): string | null {
  const step = steps.find(({ state }) => state === 'failed') ?? steps.find(({ state }) => state === 'waiting');
  return step === undefined ? null : step.seen;
}

/** What people do for a live check, in order. */
export const instructions = (
  { counsellor, did, number }: Pick<GoLiveResult, 'counsellor' | 'did' | 'number'>,
  readable: (number: string) => string,
): readonly string[] => [
  `${counsellor.name} opens the desk.`,
  `Dial ${did === null ? 'the DID' : readable(did)} from the test phone${number === null ? '' : `, ${readable(number)}`}. ${counsellor.name} picks up, talks for a moment, and dismisses the card.`,
  'Dial again, and let it ring until the call ends by itself.',
  `${counsellor.name} calls the test phone: by a click, or in the vendor’s own application.`,
];
