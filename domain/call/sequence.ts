import type { Fact } from './facts.ts';

/**
 * A call's facts in the order we committed them, each once. The order in which they were read, and how often, thereby
 * makes no difference to anything that is planned from them.
 */
export function inSequence(facts: readonly Fact[]): readonly Fact[] {
  return [...new Map(facts.map((fact) => [fact.seq, fact])).values()].toSorted((a, b) => a.seq - b.seq);
}
