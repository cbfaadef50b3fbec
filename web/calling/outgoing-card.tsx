import { Button, Group, Text } from '@mantine/core';
import { IconCheck, IconPhoneOff } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Call, Calling } from '../api/contract.ts';
import { callingQuery } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { moveOn } from '../desk/move-on.ts';
import { Stopwatch } from '../desk/stopwatch.tsx';
import { useOwedCall } from '../desk/use-card.ts';
import { WrapUpForm } from '../desk/wrap-up-form.tsx';
import { useDeskClient } from '../feed/desk-context.tsx';
import { Mark, type Tone } from '../shell/mark.tsx';
import { tellProblem } from '../shell/tell.tsx';
import { isTestCall, outcomeWord, studentOf } from '../words/call.ts';
import { readable } from '../words/number.ts';
import { duration } from '../words/time.ts';
import { isByPhone, throughWords } from './through.ts';
import card from '../desk/popup-card.module.css';
import classes from './outgoing-card.module.css';

interface Step {
  readonly state: Call['state'];
  readonly word: string;
}

const STEPS: readonly Step[] = [
  { state: 'dialling', word: 'Asking the vendor' },
  { state: 'agent_ringing', word: 'Your phone rings' },
  { state: 'ringing', word: 'Ringing the student' },
  { state: 'talking', word: 'Talking' },
];

/** By the counsellor's own phone: what follows is said there. */
const PHONE_STEPS: readonly Step[] = [
  { state: 'dialling', word: 'Asking your phone' },
  { state: 'agent_ringing', word: 'On your phone' },
];

const HANDSETS = { softphone: 'Pick up your soft phone', phone: 'Pick up your phone' } as const;

/** What to do now; where both ways are open the call does not say by which it goes. */
function whatToDo({ via, handset }: Calling): string {
  if (!via.includes('app')) return `${HANDSETS[handset]}.`;
  const ownPhone = 'dial on your own phone and say there how it went';
  return via.includes('cloud') ? `${HANDSETS[handset]}; or, if you chose it, ${ownPhone}.` : `Now ${ownPhone}.`;
}

/** A click to call on its way, and how it came out. */
export function OutgoingCard({ call }: { readonly call: Call }) {
  const client = useDeskClient();
  const { data: calling } = useQuery(callingQuery);
  const owed = useOwedCall(call.id) !== undefined;
  const {
    mutate: hangUp,
    isPending,
    isSuccess: hungUp,
  } = useMutation({
    mutationFn: async () => await request<Call>(`/v1/calls/${call.id}/hangup`, { method: 'POST' }),
    onError: tellProblem,
  });
  const { state, outcome, lead, number } = call;
  const ended = state === 'ended';
  const phase = ended ? phaseOfEnded(outcome, owed) : state === 'talking' ? 'talking' : 'ringing';
  const name = studentOf(lead, number, isTestCall(call));
  const through = throughWords(call, calling);
  return (
    <article className={card.card} data-phase={phase} data-call={call.id} tabIndex={-1} aria-label={`Call to ${name}`}>
      <div className={card.top}>
        <div className={card.marks}>
          <Mark tone={TONES[phase]}>
            {ended ? (owed ? 'Wrap-up' : outcomeWord(outcome ?? 'unknown')) : 'Outgoing call'}
          </Mark>
          {state === 'talking' && call.answeredAt !== null && <Stopwatch since={call.answeredAt} />}
        </div>
        {!ended && !hungUp && (
          <Button
            color="red.8"
            leftSection={<IconPhoneOff size={15} aria-hidden />}
            loading={isPending}
            onClick={() => hangUp()}
          >
            Hang up
          </Button>
        )}
        {((ended && !owed) || (hungUp && !ended)) && (
          <Button
            variant="default"
            onClick={({ currentTarget }) => {
              moveOn(currentTarget.closest('article'));
              client.putAway(call.id);
            }}
          >
            Put away
          </Button>
        )}
      </div>
      <div className={card.who}>
        <h3 className={card.name}>{name}</h3>
        {number !== null && <span className={card.number}>{readable(number)}</span>}
      </div>
      {through.length > 0 && (
        <div className={classes.through}>
          {through.map((part) => (
            <span key={part}>{part}</span>
          ))}
        </div>
      )}
      {!ended && <Steps state={state} steps={isByPhone(calling) ? PHONE_STEPS : STEPS} />}
      {hungUp && (
        <Text size="sm" mt={8} role="status">
          {ended ? 'You hung up.' : 'You hung up, and are free. The telephone system was asked to end the call.'}
        </Text>
      )}
      {state === 'agent_ringing' && !hungUp && calling !== undefined && (
        <Text size="sm" mt={8} fw={600} role="status">
          {whatToDo(calling)}
        </Text>
      )}
      {ended && call.reason !== undefined && (
        <Text size="sm" mt={8} role="status">
          {call.reason.text}
        </Text>
      )}
      {ended && outcome === 'answered' && call.talkSeconds !== null && (
        <Text size="sm" c="dimmed" mt={6}>
          Talked {duration(call.talkSeconds)}
        </Text>
      )}
      {owed && <WrapUpForm callId={call.id} />}
      {ended && !owed && lead !== null && (
        <Group gap={8} mt={10}>
          <Button
            variant="default"
            renderRoot={(props) => <Link to="/leads/$leadId" params={{ leadId: lead.id }} {...props} />}
          >
            View profile
          </Button>
        </Group>
      )}
    </article>
  );
}

type Shown = 'wrap_up' | 'over' | 'failed' | 'talking' | 'ringing';
const TONES: Readonly<Record<Shown, Tone>> = {
  wrap_up: 'wrap',
  over: 'talk',
  failed: 'miss',
  talking: 'talk',
  ringing: 'ring',
};

const phaseOfEnded = (outcome: Call['outcome'], owed: boolean): Shown =>
  owed ? 'wrap_up' : outcome === 'answered' ? 'over' : 'failed';

/** How far it has come; what is done is ticked, beside its colour. */
function Steps({ state, steps }: { readonly state: Call['state']; readonly steps: readonly Step[] }) {
  const at = steps.findIndex((step) => step.state === state);
  return (
    <ol className={classes.steps} aria-label="Progress">
      {steps.map(({ state: step, word }, index) => (
        <li
          key={step}
          data-step={index < at ? 'done' : index === at ? 'now' : 'ahead'}
          aria-current={index === at ? 'step' : undefined}
        >
          {index < at && <IconCheck size={13} aria-hidden />}
          {word}
        </li>
      ))}
    </ol>
  );
}
