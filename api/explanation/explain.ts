import type { StoryFact, StoryPopup, StoryRequest } from '../../db/call-story.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { factWords, type NameOf, type StepKind } from './fact-words.ts';
import { flagNote } from './flag-words.ts';
import { weightOf, type Weight } from './what-counts.ts';

/** Everything that is told of a call. */
export interface CallStory {
  readonly requests: readonly StoryRequest[];
  readonly facts: readonly StoryFact[];
  readonly popups: readonly StoryPopup[];
  readonly call: {
    readonly blocked: boolean;
    readonly settledAt: EpochMs | null;
    readonly flags: readonly string[];
  };
}

export interface Step {
  readonly at: EpochMs;
  readonly kind: StepKind;
  readonly text: string;
  /** The vendor's request that it tells of, as long as that is kept. */
  readonly requestId?: string;
}

const ENDPOINTS: Readonly<Record<string, string>> = {
  getCounsellor: 'question whom to ring',
  ivrCallNotification: 'pop-up request',
  ivrCallBackDetails: 'call details',
};

const REASONS: Readonly<Record<string, string>> = {
  next_agent: 'the next counsellor was rung',
  answered_elsewhere: 'a colleague answered',
  call_ended: 'the call ended',
  expired: 'the ringing was over and nothing more was heard',
};

/**
 * What came, what was decided and why, what was shown to whom, how it was repaired, and what never came: in order of
 * time, in sentences for an admissions operator. No sentence carries a number.
 */
export function explain(story: CallStory, nameOf: NameOf): readonly Step[] {
  const steps = [...story.requests.flatMap((request) => requestSteps(request, story)), ...factSteps(story, nameOf)];
  steps.push(
    ...story.popups.flatMap((popup) => popupSteps(popup, nameOf)),
    ...withoutPopup(story, nameOf),
    ...neverCame(story),
  );
  return steps.toSorted((a, b) => a.at - b.at);
}

/** Requests that made no fact; those that did are told by it. */
function requestSteps(
  { id, endpoint, receivedAt: at, isRepeat, answer }: StoryRequest,
  { facts }: CallStory,
): readonly Step[] {
  if (facts.some(({ requestId }) => requestId === id)) return [];
  const what = ENDPOINTS[endpoint] ?? endpoint;
  const about = { at, requestId: id };
  if (isRepeat)
    return [{ ...about, kind: 'repeat', text: `The same came again (${what}): a repeat, nothing changed.` }];
  const said = messageOf(answer);
  return [
    { ...about, kind: 'refused', text: `A request came and was refused (${what})${said === null ? '' : `: ${said}`}.` },
  ];
}

const messageOf = (answer: unknown): string | null =>
  typeof answer === 'object' && answer !== null && 'message' in answer && typeof answer.message === 'string'
    ? answer.message
    : null;

/** Which of several reports about one counsellor's part in the call won. */
const WEIGHTS: Readonly<Record<Weight, string>> = {
  first: '',
  counts: ' Where it says something else than what came before, it counts.',
  overruled: ' It changed nothing: what came before counts.',
};

function factSteps({ facts, requests }: CallStory, nameOf: NameOf): readonly Step[] {
  const kept = new Set(requests.map(({ id }) => id));
  const told = facts.map(({ fact }) => fact);
  return facts.map(({ fact, requestId }, index) => {
    const again = fact.kind === 'settled' && told.slice(0, index).some(({ kind }) => kind === 'settled');
    const { kind, text } = factWords(fact, nameOf, again);
    const weight = weightOf(told, index);
    const won = weight === null ? '' : WEIGHTS[weight];
    const flagged = fact.flags.length === 0 ? '' : ` Noted: ${fact.flags.map(flagNote).join('; ')}.`;
    return {
      at: fact.receivedAt,
      kind,
      text: text + won + flagged,
      ...(requestId !== null && kept.has(requestId) && { requestId }),
    };
  });
}

function popupSteps(popup: StoryPopup, nameOf: NameOf): readonly Step[] {
  const { counsellorId, state, reason, openedAt, actedAt, closedAt } = popup;
  const name = nameOf(counsellorId);
  const steps: Step[] = [{ at: openedAt, kind: 'popup', text: `The pop-up was shown to ${name}.` }];
  if (actedAt !== null) steps.push({ at: actedAt, kind: 'popup', text: `${name} opened the lead from the pop-up.` });
  if (closedAt !== null) steps.push({ at: closedAt, kind: 'popup', text: endWords(name, state, reason) });
  return steps;
}

function endWords(name: string, state: StoryPopup['state'], reason: string | null): string {
  if (state === 'dismissed') return `${name} dismissed the pop-up.`;
  if (state === 'closed') return `${name}'s pop-up was closed: the call and its wrap-up are over.`;
  const why = reason === null ? null : (REASONS[reason] ?? reason);
  return `${name}'s pop-up was withdrawn${why === null ? '' : `: ${why}`}.`;
}

/** "Why did my pop-up not come?" */
function withoutPopup({ facts, popups, call }: CallStory, nameOf: NameOf): readonly Step[] {
  // Whoever clicked is shown the progress of their call instead (product 4).
  if (facts.some(({ fact }) => fact.kind === 'dial_requested')) return [];
  const ended = facts.find(({ fact }) => fact.kind === 'ended')?.fact.seq ?? Infinity;
  return facts.flatMap(({ fact }): Step[] => {
    if (fact.kind !== 'offered' || popups.some(({ factSeq }) => factSeq === fact.seq)) return [];
    const at = fact.receivedAt;
    const who = fact.agent.counsellorId;
    if (who === null)
      return [
        {
          at,
          kind: 'no_popup',
          text: 'No pop-up was shown: nobody is known to have that agent number. Map it in the settings.',
        },
      ];
    return [
      {
        at,
        kind: 'no_popup',
        text: `No pop-up was shown to ${nameOf(who)}: ${whyNot(fact.stale, fact.seq > ended, call.blocked)}.`,
      },
    ];
  });
}

function whyNot(stale: boolean, afterEnd: boolean, blocked: boolean): string {
  if (blocked) return 'the number is blocked';
  if (stale) return 'the request came when the ringing was already over';
  if (afterEnd) return 'the call had ended';
  return 'they have pop-ups switched off or lack the permission, or the ringing was overtaken before it was applied';
}

/** What a whole call would have had. */
function neverCame({ call, facts }: CallStory): readonly Step[] {
  const at = call.settledAt ?? facts.findLast(({ fact }) => fact.kind === 'settled')?.fact.receivedAt;
  if (at === undefined) return [];
  const missing = [
    { flag: 'call_back_missing', text: 'The vendor never sent the call details (call back).' },
    {
      flag: 'popup_missing',
      text: 'The vendor never sent a pop-up request for a counsellor whom only a later report names.',
    },
  ];
  return missing.flatMap(({ flag, text }): Step[] =>
    call.flags.includes(flag) ? [{ at, kind: 'missing', text }] : [],
  );
}
