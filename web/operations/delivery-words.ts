import type { Tone } from '../shell/mark.tsx';
import type { Delivery, Operations } from './contract.ts';

/** How something stands: a word with its colour, and a sentence. */
export interface Standing {
  readonly tone: Tone;
  readonly word: string;
  readonly text: string;
}

/** The API counts no further. */
const MOST = 1000;

/** "12", or "1000 or more". */
export const counted = (count: number): string => (count >= MOST ? `${MOST} or more` : String(count));

const calls = (count: number): string => (count === 1 ? 'One call' : `${counted(count)} calls`);

/** How the work behind the calls goes: workflows, what is on its way to them, what should have been looked at. */
export function workStanding({ temporal, delivery }: Operations, when: (at: string) => string): readonly Standing[] {
  const { paused, waiting, oldestAt, overdue } = delivery;
  const since = oldestAt === null ? '' : `, the longest since ${when(oldestAt)}`;
  return [
    temporal === 'ok'
      ? { tone: 'talk', word: 'Well', text: 'Temporal answers: waiting, repair and histories go on.' }
      : {
          tone: 'miss',
          word: 'Away',
          text: 'Temporal does not answer. Cards still come and go; waiting, repair and histories catch up when it is back. Nothing is lost.',
        },
    paused
      ? {
          tone: 'ring',
          word: 'Paused',
          text: 'Temporal did not take what it was told, so it is left alone for some seconds; calls are worked on without it.',
        }
      : waiting === 0
        ? { tone: 'talk', word: 'Well', text: 'Every call’s workflow knows all that was heard of it.' }
        : {
            tone: 'ring',
            word: 'Behind',
            text: `${calls(waiting)} ${waiting === 1 ? 'waits' : 'wait'} to be told to ${waiting === 1 ? 'its workflow' : 'their workflows'}${since}. It is tried again and again.`,
          },
    overdue === 0
      ? { tone: 'talk', word: 'Well', text: 'No open call is past the time it was to be looked at.' }
      : {
          tone: 'miss',
          word: 'Overdue',
          text: `${calls(overdue)} should have been looked at more than three minutes ago. Does a worker run?`,
        },
  ];
}

/** What each row of `workStanding` is about. */
export const WORK = ['Workflows', 'Delivery', 'On time'] as const;

const STATES: Readonly<Record<Delivery['state'], Pick<Standing, 'tone' | 'word'>>> = {
  pending: { tone: 'ring', word: 'On its way' },
  delivered: { tone: 'talk', word: 'Delivered' },
  dead: { tone: 'miss', word: 'Given up' },
  dropped: { tone: 'plain', word: 'Not sent' },
};

export const stateOf = ({ state }: Pick<Delivery, 'state'>): Pick<Standing, 'tone' | 'word'> => STATES[state];

export const STATE_CHOICES: readonly { readonly value: string; readonly label: string }[] = Object.entries(STATES).map(
  ([value, { word }]) => ({ value, label: word }),
);

const PROBLEMS: Readonly<Record<string, string>> = {
  answered_otherwise: 'The endpoint answered with an error.',
  redirected: 'The endpoint answered with a redirect, which is not followed.',
  gone: 'The endpoint is gone (410). The webhook was switched off.',
  secret_unreadable: 'The secret it is signed with can no longer be read. Rotate it.',
  not_connected: 'No connection to the endpoint.',
  timed_out: 'The endpoint did not answer within 15 seconds.',
  cut: 'The connection broke off.',
  address_refused: 'The address is an internal one, which may not be reached from here.',
  too_large: 'The answer was too large.',
};

/** What became of a delivery, in a sentence; empty where there is nothing to say. */
export function deliveryText(
  { state, attempts, lastProblem, lastStatus, nextAttemptAt }: Delivery,
  when: (at: string) => string,
): string {
  if (state === 'dropped') return 'What it told of was erased before it was sent.';
  if (state === 'delivered') return attempts > 1 ? `Taken at the ${ordinal(attempts)} attempt.` : '';
  const problem = lastProblem === null ? '' : (PROBLEMS[lastProblem] ?? lastProblem.replaceAll('_', ' '));
  const status = lastStatus === null || lastProblem === 'gone' ? '' : ` (HTTP ${lastStatus})`;
  const next = nextAttemptAt === null ? '' : attempts === 0 ? 'It is sent now.' : `Tried again ${when(nextAttemptAt)}.`;
  return [problem === '' ? '' : problem.replace(/\.$/, `${status}.`), next].filter((part) => part !== '').join(' ');
}

const ordinal = (count: number): string => (count === 2 ? 'second' : count === 3 ? 'third' : `${count}th`);

const EVENTS: Readonly<Record<string, string>> = {
  'call.ended': 'A call ended',
  'call.corrected': 'A call was corrected',
  'lead.created': 'A lead was made',
  'lead.assigned': 'A lead changed owners',
  'missed_call.opened': 'A missed call became work',
  'missed_call.cleared': 'A missed call was cleared',
};

export const eventWord = (event: string): string => EVENTS[event] ?? event;

export const EVENT_CHOICES: readonly { readonly value: string; readonly label: string }[] = Object.entries(EVENTS).map(
  ([value, label]) => ({ value, label }),
);
