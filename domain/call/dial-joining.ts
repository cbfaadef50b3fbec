import type { EpochMs } from '../ids.ts';
import { mayBePlaced } from './dialling.ts';
import type { Agent, Direction, EventKind, Fact, Report } from './facts.ts';
import type { CallPolicy } from './policy.ts';

/** The first event of a call we dialled comes, and the call begins, this soon after the click (design 4c). */
const BEGINS_WITHIN_MS = 120_000;
/** By how much a vendor's clock may be behind ours. */
const CLOCK_SLACK_MS = 60_000;

/** An event that no reference places. */
interface Unplaced {
  readonly kind: EventKind;
  readonly receivedAt: EpochMs;
  readonly agent: Agent | null;
  readonly direction: Direction | null;
  readonly report: Report | null;
}

/**
 * How well an event without a usable reference fits a call that was clicked, to the same number at the same vendor: 3,
 * better than any other call, when it says outbound or nothing, concerns whoever clicked and is of the right time; 2
 * for a report that does not say when its call began; null when it can't be.
 *
 * @param repeats whether its report only says what the call knows
 */
export function fitDialled(
  event: Unplaced,
  facts: readonly Fact[],
  policy: CallPolicy,
  repeats: () => boolean,
): 2 | 3 | null {
  const requested = facts.find((fact) => fact.kind === 'dial_requested');
  if (requested === undefined || requested.via === 'app' || !mayBePlaced(facts)) return null;
  if (event.direction !== null && event.direction !== 'outbound') return null;
  if (!concerns(event, requested.counsellorId)) return null;

  const over = facts.some(
    (fact) => fact.kind === 'ended' || (fact.kind === 'record_pulled' && fact.result === 'found'),
  );
  const soon = event.receivedAt - requested.receivedAt <= BEGINS_WITHIN_MS;
  if (event.report === null) {
    // Over: the ring of its own that is told of late, and not the student who calls back.
    return soon && !(over && facts.some((fact) => fact.kind === 'offered')) ? 3 : null;
  }
  if (over) return repeats() ? 2 : null;
  const began = beganAt(event.report, event.receivedAt);
  if (began !== null) {
    const near = began >= requested.receivedAt - CLOCK_SLACK_MS && began <= requested.receivedAt + BEGINS_WITHIN_MS;
    return near ? 3 : null;
  }
  if (soon) return 3;
  const last = facts.reduce((latest, fact) => Math.max(latest, fact.receivedAt), 0);
  return event.receivedAt - last <= (policy.talkSeconds + policy.ringSeconds) * 1000 ? 2 : null;
}

/**
 * A report may name nobody, and so may an answer; an event that says outbound names perhaps a line of theirs that we do
 * not know. What only tells that there is a call must say that it goes out.
 */
function concerns({ kind, agent, direction }: Unplaced, by: string): boolean {
  if (kind === 'noticed') return direction === 'outbound';
  if (agent === null) return kind !== 'offered';
  return agent.counsellorId === null ? direction === 'outbound' : agent.counsellorId === by;
}

function beganAt({ startedAt, talkSeconds }: Report, receivedAt: EpochMs): EpochMs | null {
  return startedAt ?? (talkSeconds === null ? null : receivedAt - talkSeconds * 1000);
}
