import type { Choice } from './setting-rows.tsx';

/** What can be chosen in the settings of calls: the API's words, with those of the pages. */
export const FALLBACKS: readonly Choice[] = [
  { value: 'vendor', label: 'Ring the owner all the same' },
  { value: 'random', label: 'Ring whoever is free' },
];
export const RINGS: readonly Choice[] = [
  { value: 'sequential', label: 'One after the other' },
  { value: 'simultaneous', label: 'All at once' },
];
export const CREATIONS: readonly Choice[] = [
  { value: 'ring', label: 'When it rings somebody, or ends' },
  { value: 'answer', label: 'When it is answered' },
  { value: 'end', label: 'When it has ended' },
  { value: 'never', label: 'Never' },
];
export const ANSWERED_OWNERS: readonly Choice[] = [
  { value: 'answerer', label: 'Whoever answered' },
  { value: 'sticky', label: 'The first sticky counsellor' },
  { value: 'none', label: 'Nobody' },
];
export const MISSED_OWNERS: readonly Choice[] = [
  { value: 'none', label: 'Nobody' },
  { value: 'last_rung', label: 'Who was rung last' },
  { value: 'sticky', label: 'The first sticky counsellor' },
];
export const HANDSETS: readonly Choice[] = [
  { value: 'softphone', label: 'A soft phone' },
  { value: 'phone', label: 'A mobile or desk phone' },
];
