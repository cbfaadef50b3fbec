import { isDeepStrictEqual } from 'node:util';
import type { Agent, Fact } from '../../domain/call/facts.ts';
import { legKey, legsOf, type Leg } from '../../domain/call/legs.ts';

/** Of two reports about one counsellor's part in a call: whether the later one changed what the call comes to. */
export type Weight = 'first' | 'counts' | 'overruled';

/** Whom a report is about; undefined for a fact that reports nothing. */
function reportedBy(fact: Fact): Agent | null | undefined {
  if (fact.kind === 'ended') return fact.agent;
  return fact.kind === 'record_pulled' && fact.report !== null ? fact.report.agent : undefined;
}

/** What of a leg a report can change. */
const saidOf = ({ status, talkSeconds, startedAt, endedAt, recordingUrl }: Leg) => ({
  status,
  talkSeconds,
  startedAt,
  endedAt,
  recordingUrl,
});

/**
 * How a report stands to what came before it about the same counsellor, by the rule that reads the facts
 * (domain/call/legs); null for a fact that is no report.
 *
 * @param facts in sequence order
 */
export function weightOf(facts: readonly Fact[], index: number): Weight | null {
  const fact = facts[index];
  const agent = fact && reportedBy(fact);
  if (agent === undefined) return null;
  const key = legKey(agent);
  const legAfter = (count: number) => legsOf(facts.slice(0, count)).find((leg) => leg.key === key);
  const [before, after] = [legAfter(index), legAfter(index + 1)];
  if (before === undefined || after === undefined) return 'first';
  return isDeepStrictEqual(saidOf(before), saidOf(after)) ? 'overruled' : 'counts';
}
