import type { Random } from '../random.ts';

/** Ten digits of an Indian E.164 number. */
export const bare = (number: string): string => number.replace(/^\+91/, '');

const spellings: readonly [(number: string) => string, ...((number: string) => string)[]] = [
  (number) => number,
  bare,
  (number) => number.slice(1),
  (number) => `0${bare(number)}`,
];

/** One of the four ways in which one call's numbers are written (vendors.md 1.7, 11). */
export const spelled = (random: Random, number: string): string => random.pick(spellings)(number);
