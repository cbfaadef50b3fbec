import type { CounsellorId } from '../ids.ts';
import type { Agent, Fact, FactOf, Report } from './facts.ts';
import { GAVE_UP, type Talk } from './talk.ts';

/** What the facts of a call that a counsellor clicked come to: it is theirs, whatever the vendor names. */

/**
 * The facts as legs and rings are read from them: a pop-up request tells that the counsellor's own phone rings, which is
 * no offer (product 4), and a report that names nobody, or a line we do not know, is about whoever clicked.
 */
export function asDialled(facts: readonly Fact[], by: CounsellorId): readonly Fact[] {
  const theirs = (report: Report): Report => ({ ...report, agent: agentOf(report.agent, by) });
  return facts.flatMap((fact): readonly Fact[] => {
    switch (fact.kind) {
      case 'offered':
      case 'offer_ended':
        return [];
      case 'ended':
        return [{ ...fact, agent: agentOf(fact.agent, by) }];
      case 'answered':
        return [{ ...fact, agent: agentOf(fact.agent, by) }];
      case 'record_pulled':
        return [fact.report === null ? fact : { ...fact, report: theirs(fact.report) }];
      default:
        return [fact];
    }
  });
}

function agentOf(agent: Agent | null, by: CounsellorId): Agent {
  return agent?.counsellorId ? agent : { number: agent?.number ?? '', counsellorId: by };
}

/**
 * How a dialled call that the vendor told the end of came out. The counsellor's phone is rung first: a student who
 * talked has talked with them, and one who was never rung leaves `agent_no_answer`.
 *
 * @param facts as heard
 */
export function talkOfDialled(talk: Talk, facts: readonly Fact[], by: CounsellorId): Talk {
  if (talk.outcome === 'answered') {
    if (talk.talkers.some(({ counsellorId }) => counsellorId === by)) return talk;
    return { ...talk, talkers: [{ counsellorId: by, talkSeconds: null }, ...talk.talkers] };
  }
  const studentRung = facts.some((fact) => fact.kind === 'student_rung');
  const isAgents = talk.outcome === 'no_answer' && !studentRung && facts.some((fact) => namesNoAgent(fact, by));
  return isAgents ? { ...talk, outcome: 'agent_no_answer' } : talk;
}

/** Whether a failure says that the counsellor's own phone was not picked up: nobody "took it" (contract 1.1, `agent_no`). */
function namesNoAgent(fact: Fact, by: CounsellorId): boolean {
  if (fact.kind === 'record_pulled') {
    return fact.report?.agent === null || fact.alsoRung.some(({ counsellorId }) => counsellorId === by);
  }
  return (
    fact.kind === 'ended' &&
    fact.agent === null &&
    fact.status.result === 'failure' &&
    fact.status.cause === 'no_answer'
  );
}

/** A call that was never placed, or not for certain: nobody talked. */
export function talkOfFailed(reason: string): Talk {
  return { ...GAVE_UP, outcome: reason === 'cancelled' ? 'cancelled' : 'failed' };
}

/** What the counsellor says of a call from their own phone; null when they have not said. */
export function selfReport(
  facts: readonly Fact[],
): { readonly first: FactOf<'self_reported'>; readonly talk: Talk } | null {
  const reports = facts.filter((fact): fact is FactOf<'self_reported'> => fact.kind === 'self_reported');
  const [first] = reports;
  const newest = reports.at(-1);
  if (first === undefined || newest === undefined) return null;
  if (newest.outcome !== 'answered') return { first, talk: { ...GAVE_UP, outcome: newest.outcome } };
  const talkSeconds = newest.talkSeconds === null ? null : Math.min(newest.talkSeconds, mostTalk(facts, first));
  const talkers = [{ counsellorId: newest.counsellorId, talkSeconds }];
  return {
    first,
    talk: {
      ...GAVE_UP,
      outcome: 'answered',
      talkers,
      talkSeconds,
      timed: talkSeconds !== null,
      learnedAt: first.receivedAt,
    },
  };
}

/** Nobody talked for longer than the clock ran between the dial and the first report. In seconds. */
function mostTalk(facts: readonly Fact[], { receivedAt }: FactOf<'self_reported'>): number {
  const dialled =
    facts.find((fact) => fact.kind === 'dial_accepted') ?? facts.find((fact) => fact.kind === 'dial_requested');
  return Math.max(0, Math.floor((receivedAt - (dialled?.receivedAt ?? receivedAt)) / 1000));
}
