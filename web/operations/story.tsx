import { Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import {
  IconAlertTriangle,
  IconArrowsExchange,
  IconBan,
  IconBell,
  IconBellOff,
  IconFlagCheck,
  IconGitMerge,
  IconNotes,
  IconPhone,
  IconPhoneOutgoing,
  IconRepeat,
  IconTool,
  IconUser,
} from '@tabler/icons-react';
import type { Tone } from '../shell/mark.tsx';
import { useClock } from '../shell/session.tsx';
import type { Explanation } from './contract.ts';
import { gapWords } from './gap.ts';
import page from '../shell/page.module.css';
import classes from './call-story.module.css';
import layout from './operations.module.css';

type Step = Explanation['steps'][number];

const KINDS: Readonly<Record<Step['kind'], { readonly icon: typeof IconPhone; readonly tone: Tone }>> = {
  request: { icon: IconPhone, tone: 'plain' },
  dial: { icon: IconPhoneOutgoing, tone: 'plain' },
  repeat: { icon: IconRepeat, tone: 'plain' },
  refused: { icon: IconBan, tone: 'miss' },
  popup: { icon: IconBell, tone: 'ring' },
  no_popup: { icon: IconBellOff, tone: 'miss' },
  lead: { icon: IconUser, tone: 'plain' },
  assignment: { icon: IconArrowsExchange, tone: 'plain' },
  repair: { icon: IconTool, tone: 'wrap' },
  settled: { icon: IconFlagCheck, tone: 'plain' },
  wrap_up: { icon: IconNotes, tone: 'wrap' },
  merged: { icon: IconGitMerge, tone: 'plain' },
  missing: { icon: IconAlertTriangle, tone: 'miss' },
};

/** A call told from the beginning, in the institute's zone, to the second. */
export function Story({ steps }: { readonly steps: Explanation['steps'] }) {
  const clock = useClock();
  return (
    <section className={page.panel} aria-label="How it went">
      <div className={page.panelHead}>
        <Title order={2}>How it went</Title>
      </div>
      {steps.length === 0 ? (
        <div className={page.empty}>What this call was made of is kept no longer.</div>
      ) : (
        <ol className={classes.steps}>
          {steps.map((step, index) => {
            const before = steps[index - 1];
            const isNewDay = before === undefined || clock.day(before.at) !== clock.day(step.at);
            return (
              // Told once and in order: its place is what a step is known by.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={index}>
                {isNewDay && <div className={classes.day}>{clock.date(step.at)}</div>}
                <StepLine step={step} before={before} />
              </li>
            );
          })}
        </ol>
      )}
    </section>
  );
}

function StepLine({
  step: { at, kind, text, requestId },
  before,
}: {
  readonly step: Step;
  readonly before: Step | undefined;
}) {
  const clock = useClock();
  const { icon: Icon, tone } = KINDS[kind];
  const gap = before === undefined ? null : gapWords(before.at, at);
  return (
    <div className={classes.step}>
      <div className={classes.time}>
        <time dateTime={at} title={clock.exactly(at)}>
          {clock.second(at)}
        </time>
        {gap !== null && <span className={classes.gap}>{gap}</span>}
      </div>
      <span className={classes.icon} data-tone={tone}>
        <Icon size={15} stroke={1.8} aria-hidden />
      </span>
      <div className={classes.told}>
        {text}{' '}
        {requestId !== undefined && (
          <Link className={layout.link} to="/operations/logs" search={{ entry: requestId }}>
            Request
          </Link>
        )}
      </div>
    </div>
  );
}
