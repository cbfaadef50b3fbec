import type { Tone } from '../shell/mark.tsx';
import type { Board } from './queries.ts';

export type Presence = Board['counsellors'][number];

/** What counsellors are at, in the order in which somebody looks for them. */
export const PRESENCES = [
  { state: 'talking', word: 'Talking', tone: 'talk' },
  { state: 'ringing', word: 'Ringing', tone: 'ring' },
  { state: 'wrapping_up', word: 'Wrapping up', tone: 'wrap' },
  { state: 'available', word: 'Available', tone: 'plain' },
  { state: 'away', word: 'Away', tone: 'plain' },
] as const satisfies readonly { readonly state: Presence['state']; readonly word: string; readonly tone: Tone }[];

const orderOf = (state: Presence['state']): number => PRESENCES.findIndex((presence) => presence.state === state);

/** By what they are at; those at the same by name, as they came. A card keeps its place while nothing happens. */
export const inOrder = (counsellors: readonly Presence[]): readonly Presence[] =>
  counsellors.toSorted((a, b) => orderOf(a.state) - orderOf(b.state));

/** How many are at what. */
export function countByState(counsellors: readonly Presence[]): Readonly<Record<Presence['state'], number>> {
  const counts = { talking: 0, ringing: 0, wrapping_up: 0, available: 0, away: 0 };
  for (const { state } of counsellors) counts[state] += 1;
  return counts;
}
