import { Button, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconChevronDown, IconCircle, IconCircleCheck, IconMinus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Mark } from '../shell/mark.tsx';
import { useClock, useMay } from '../shell/session.tsx';
import type { Check, GoLiveResult, Step } from './queries.ts';
import { useRehearsal, type Dialect } from './use-rehearsal.ts';
import { missing, STATES } from './words.ts';
import classes from './go-live.module.css';

const ICONS = {
  passed: IconCircleCheck,
  waiting: IconCircle,
  failed: IconAlertTriangle,
  not_possible: IconMinus,
} as const;
const STEP_ICONS = { done: IconCircleCheck, waiting: IconCircle, failed: IconAlertTriangle } as const;
const STEP_WORDS = { done: 'Done', waiting: 'Waiting', failed: 'Not right' } as const;

interface CheckRowProps {
  readonly check: Check;
  readonly place: number;
  readonly run: GoLiveResult;
  readonly dialect: Dialect;
}

/** One of the twelve: how it stands, what is missing, and unfolded what was seen. */
export function CheckRow({ check, place, run, dialect }: CheckRowProps) {
  const [isOpen, setOpen] = useState(false);
  const { rehearse, isPending } = useRehearsal();
  const { key, title, asks, state, steps } = check;
  const { word, tone } = STATES[state];
  const Icon = ICONS[state];
  const lacks = missing(check);
  // A page is looked at, not played.
  const canPlay = run.mode === 'rehearsal' && run.open && key !== 'page_check' && state !== 'not_possible';
  return (
    <li className={classes.check} data-state={state}>
      <div className={classes.line}>
        <UnstyledButton
          className={classes.fold}
          aria-expanded={isOpen}
          aria-controls={`steps-${key}`}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon size={20} stroke={1.8} className={classes.icon} aria-hidden />
          <span className={classes.what}>
            <span className={classes.title}>
              {place}. {title}
            </span>
            <span className={classes.asks}>{lacks ?? asks}</span>
          </span>
          <IconChevronDown size={16} className={classes.chevron} aria-hidden />
        </UnstyledButton>
        <Mark tone={tone}>{word}</Mark>
        {canPlay && (
          <Button
            className={classes.play}
            variant="default"
            size="compact-xs"
            aria-label={`Rehearse: ${title}`}
            disabled={isPending}
            onClick={() => rehearse({ id: run.id, checks: [key], dialect })}
          >
            Rehearse
          </Button>
        )}
      </div>
      <ul id={`steps-${key}`} className={classes.steps} data-open={isOpen}>
        {steps.map((step) => (
          <StepLine key={step.text} step={step} />
        ))}
      </ul>
    </li>
  );
}

function StepLine({ step: { text, state, seen, at, callId, requestId } }: { readonly step: Step }) {
  const clock = useClock();
  const may = useMay();
  const Icon = STEP_ICONS[state];
  return (
    <li className={classes.step} data-state={state}>
      <Icon size={16} stroke={1.8} className={classes.icon} aria-label={STEP_WORDS[state]} role="img" />
      <div>
        <div className={classes.stepText}>{text}</div>
        <div className={classes.seen}>
          {seen}
          {at !== null && <span> {clock.second(at)}</span>}
          {callId !== null && may('call_logs') && (
            <Link to="/operations/calls/$callId" params={{ callId }}>
              The call
            </Link>
          )}
          {requestId !== null && may('raw_requests') && (
            <Link to="/operations/logs" search={{ entry: requestId }}>
              The request
            </Link>
          )}
        </div>
      </div>
    </li>
  );
}
