import type { CheckKey } from './checks.ts';

/** What a rehearsal plays: calls of a vendor. */
export const SCENARIOS = ['answered', 'missed', 'outbound'] as const;
export type Scenario = (typeof SCENARIOS)[number];

/** Checks that one answered call is not enough for. */
const NEEDS: Partial<Record<CheckKey, readonly Scenario[]>> = {
  productivity: ['answered', 'missed'],
  missed_icon: ['missed'],
  outbound_flow: ['outbound'],
  page_check: [],
};

/** The scenarios that these checks need, each once, in the order they are played. */
export const scenariosFor = (checks: readonly CheckKey[]): readonly Scenario[] => {
  const needed = new Set(checks.flatMap((check) => NEEDS[check] ?? (['answered'] as const)));
  return SCENARIOS.filter((scenario) => needed.has(scenario));
};
