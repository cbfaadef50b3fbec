import type { InboundCall, OutboundCourse, PlannedCall } from './planned.ts';

/** One ringing of one counsellor's telephone, in seconds from the call's beginning. */
export interface Ring {
  readonly agent: string;
  readonly from: number;
  readonly to: number;
  readonly result: 'answered' | 'missed' | 'answered_elsewhere';
}

/** One counsellor's part of the conversation. */
export interface Talk {
  readonly agent: string;
  readonly from: number;
  readonly to: number;
}

export type TrueOutcome =
  | 'answered'
  | 'missed'
  | 'abandoned'
  | 'voicemail'
  | 'agent_no_answer'
  | Exclude<OutboundCourse, 'answered'>;

/** What really happens on a call, whoever is told of it. Times in seconds from its beginning. */
export interface Script {
  readonly direction: 'inbound' | 'outbound' | 'campaign';
  readonly rings: readonly Ring[];
  readonly talks: readonly Talk[];
  readonly outcome: TrueOutcome;
  /** When it is over. */
  readonly ends: number;
}

/** The greeting, before anybody is rung. */
const GREETING_SECONDS = 4;
/** How long the student of a click to call is rung. */
const STUDENT_RINGS = 8;

/**
 * What comes of a call once it is known whom it rings.
 *
 * @param told whom the product said to ring, in order; empty: it named nobody, or could not be asked
 * @param ring whether the vendor rings one after the other or all at once
 */
export function unfold(call: PlannedCall, told: readonly string[], ring: 'sequential' | 'simultaneous'): Script {
  if (call.kind !== 'inbound') return dialled(call);
  const hunt = [...new Set([...told, ...call.fallback])];
  return ring === 'simultaneous' ? allAtOnce(call, told.length > 0 ? told : hunt) : oneByOne(call, hunt);
}

function oneByOne(call: InboundCall, hunt: readonly string[]): Script {
  const { course, ringSeconds } = call;
  if (course.kind === 'hangs_up_in_greeting') return inGreeting;
  const wanted = course.kind === 'answered' ? course.atRing + 1 : course.rings;
  const rung = hunt.slice(0, Math.max(1, wanted));
  const rings: Ring[] = [];
  let now = GREETING_SECONDS;
  for (const [place, agent] of rung.entries()) {
    const to = now + (ringSeconds[place % ringSeconds.length] ?? ringSeconds[0]);
    const isLast = place === rung.length - 1;
    rings.push({ agent, from: now, to, result: isLast && course.kind === 'answered' ? 'answered' : 'missed' });
    now = to;
  }
  return finish(call, rings, now);
}

function allAtOnce(call: InboundCall, rung: readonly string[]): Script {
  const { course, ringSeconds } = call;
  if (course.kind === 'hangs_up_in_greeting') return inGreeting;
  const to = GREETING_SECONDS + ringSeconds[0];
  const taker = course.kind === 'answered' ? rung[Math.min(course.atRing, rung.length - 1)] : undefined;
  const rings = rung.map((agent): Ring => ({
    agent,
    from: GREETING_SECONDS,
    to,
    result: taker === undefined ? 'missed' : agent === taker ? 'answered' : 'answered_elsewhere',
  }));
  return finish(call, rings, to);
}

const inGreeting: Script = {
  direction: 'inbound',
  rings: [],
  talks: [],
  outcome: 'abandoned',
  ends: GREETING_SECONDS - 1,
};

function finish(call: InboundCall, rings: readonly Ring[], now: number): Script {
  const { course, talkSeconds } = call;
  const first = rings.find(({ result }) => result === 'answered');
  if (course.kind !== 'answered' || first === undefined) {
    const leavesVoicemail = course.kind === 'unanswered' && course.leavesVoicemail;
    return {
      direction: 'inbound',
      rings,
      talks: [],
      outcome: leavesVoicemail ? 'voicemail' : 'missed',
      ends: now + (leavesVoicemail ? 15 : 1),
    };
  }
  const talk = { agent: first.agent, from: now, to: now + talkSeconds };
  const { transfer } = course;
  // Handed to somebody who was rung already is no transfer worth the name.
  if (transfer === null || rings.some(({ agent }) => agent === transfer.to)) {
    return { direction: 'inbound', rings, talks: [talk], outcome: 'answered', ends: talk.to };
  }
  const picked = talk.to + 3;
  const second = { agent: transfer.to, from: picked, to: picked + transfer.talkSeconds };
  return {
    direction: 'inbound',
    rings: [...rings, { agent: transfer.to, from: talk.to, to: picked, result: 'answered' }],
    talks: [talk, second],
    outcome: 'answered',
    ends: second.to,
  };
}

function dialled(call: Exclude<PlannedCall, InboundCall>): Script {
  const { counsellor: agent, course, talkSeconds, ringSeconds } = call;
  const direction = call.kind === 'campaign' ? 'campaign' : 'outbound';
  const picked = Math.min(ringSeconds[0], 8);
  const talksAt = picked + STUDENT_RINGS;
  const isAnswered = course === 'answered';
  const ring: Ring = { agent, from: 0, to: picked, result: isAnswered ? 'answered' : 'missed' };
  return {
    direction,
    rings: [ring],
    talks: isAnswered ? [{ agent, from: talksAt, to: talksAt + talkSeconds }] : [],
    outcome: course,
    ends: isAnswered ? talksAt + talkSeconds : course === 'agent_no_answer' ? picked : talksAt,
  };
}
