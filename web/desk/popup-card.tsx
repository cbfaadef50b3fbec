import { ActionIcon, Button, Group, Text, Tooltip } from '@mantine/core';
import { IconBell, IconBellOff, IconUser, IconX } from '@tabler/icons-react';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Popup } from '../api/contract.ts';
import { Mark } from '../shell/mark.tsx';
import { useClock } from '../shell/session.tsx';
import { useNow } from '../shell/use-now.ts';
import { isOverdue, studentOf } from '../words/call.ts';
import { readable } from '../words/number.ts';
import { stopwatch } from '../words/time.ts';
import { CandidateList } from './candidate-list.tsx';
import { CreateLeadForm } from './create-lead-form.tsx';
import { NoteForm } from './note-form.tsx';
import { useCardActions, usePhase } from './use-card.ts';
import { WrapUpForm } from './wrap-up-form.tsx';
import classes from './popup-card.module.css';

const PHASES = {
  ringing: { tone: 'ring', word: 'Ringing' },
  talking: { tone: 'talk', word: 'Talking' },
  wrap_up: { tone: 'wrap', word: 'Wrap-up' },
} as const;

/**
 * One card a call (product 1.4): who calls, what we know of them, and what to do. It never navigates by itself. With the
 * card in focus single keys do what its buttons do.
 */
export function PopupCard({ popup, muted }: { readonly popup: Popup; readonly muted: boolean }) {
  const phase = usePhase(popup);
  const actions = useCardActions(popup);
  const [form, setForm] = useState<'note' | 'lead' | null>(null);
  const card = useRef<HTMLElement>(null);
  const { lead, number, direction } = popup;
  const isTest = popup.test === true;
  const name = studentOf(lead, number, isTest);
  const { tone, word } = PHASES[phase];

  const done = (): void => {
    setForm(null);
    card.current?.focus();
  };
  const dismiss = (): void => actions.dismiss(card.current);
  const act = (): void => {
    const [action] = popup.actions;
    if (action === 'viewProfile') actions.viewProfile();
    else setForm(action === 'createLead' ? 'lead' : 'note');
  };
  const keys: Readonly<Record<string, () => void>> = {
    ...(!isTest && { v: act, n: () => setForm('note') }),
    m: () => actions.mute(!muted),
    x: dismiss,
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const isTyping = event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
    if (event.key === 'Escape' && form !== null) return done();
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const deed = keys[event.key.toLowerCase()];
    if (deed === undefined) return;
    event.preventDefault();
    deed();
  };

  return (
    <article
      ref={card}
      className={classes.card}
      data-phase={phase}
      data-popup={popup.id}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      aria-label={`${name}, ${word.toLowerCase()}`}
    >
      <div className={classes.top}>
        <div className={classes.marks}>
          <Mark tone={tone}>
            {phase === 'ringing' && <span className={classes.pulse} aria-hidden />}
            {phase === 'ringing' ? <Ringing since={popup.openedAt} /> : word}
          </Mark>
          {direction !== 'inbound' && (
            <Mark tone="plain">{direction === 'campaign' ? 'Campaign' : 'Dialled at the vendor'}</Mark>
          )}
          {lead?.junk === true && <Mark tone="miss">Marked as junk</Mark>}
          <Opened at={popup.openedAt} />
        </div>
        {phase === 'ringing' && (
          <Hinted label={muted ? 'Let it sound again (M)' : 'Mute this call (M)'}>
            <ActionIcon
              onClick={() => actions.mute(!muted)}
              aria-label={muted ? 'Unmute' : 'Mute'}
              aria-pressed={muted}
            >
              {muted ? <IconBellOff size={17} aria-hidden /> : <IconBell size={17} aria-hidden />}
            </ActionIcon>
          </Hinted>
        )}
        <Hinted label="Dismiss, on all your screens (X)">
          <ActionIcon onClick={dismiss} aria-label="Dismiss">
            <IconX size={17} aria-hidden />
          </ActionIcon>
        </Hinted>
      </div>

      <div className={classes.who}>
        <h3 className={classes.name}>{name}</h3>
        <span className={classes.number}>{number === null ? 'Number withheld' : readable(number)}</span>
      </div>
      <dl className={classes.facts}>
        {lead !== null && <Fact name="Stage">{lead.stage}</Fact>}
        {lead !== null && (
          <Fact name="Owner">
            <IconUser size={14} aria-hidden /> {lead.owner?.name ?? 'Nobody yet'}
          </Fact>
        )}
        <Fact name="Campaign">{popup.campaign ?? 'None'}</Fact>
        {popup.did !== null && <Fact name="Dialled">{readable(popup.did)}</Fact>}
      </dl>
      {phase === 'ringing' && popup.goesBy !== undefined && <Unheard since={popup.openedAt} goesBy={popup.goesBy} />}
      <CandidateList popup={popup} />

      {form === 'note' && phase !== 'wrap_up' && (
        <NoteForm callId={popup.callId} leadId={lead?.id ?? null} onDone={done} />
      )}
      {form === 'lead' && <CreateLeadForm callId={popup.callId} hasNumber={number !== null} onDone={done} />}
      {isTest && (
        <Text size="sm" c="dimmed" mt={8}>
          Of a go-live check: it counts nowhere, and nothing is to be written about it.
        </Text>
      )}
      {!isTest && (form === null || phase === 'wrap_up') && (
        <Group gap={8} mt={12}>
          {popup.actions.includes('viewProfile') && (
            <Button variant={phase === 'wrap_up' ? 'default' : 'filled'} onClick={actions.viewProfile}>
              View profile
            </Button>
          )}
          {popup.actions.includes('createLead') && <Button onClick={() => setForm('lead')}>Create lead</Button>}
          {phase !== 'wrap_up' && (
            <Button variant={popup.actions.includes('addNotes') ? 'filled' : 'default'} onClick={() => setForm('note')}>
              Add notes
            </Button>
          )}
        </Group>
      )}
      {!isTest && phase === 'wrap_up' && <WrapUpForm callId={popup.callId} />}
    </article>
  );
}

/** A vendor that does not tell of answers leaves us to guess, once nobody lets a telephone ring for so long. In seconds. */
const SURELY_RINGING = 60;

function Ringing({ since }: { readonly since: string }) {
  const seconds = (useNow() - Date.parse(since)) / 1000;
  return (
    <>
      {seconds < SURELY_RINGING ? 'Ringing' : 'Ringing or talking'}
      <span aria-hidden>{stopwatch(seconds)}</span>
    </>
  );
}

/** A card that nobody tells the end of stands for long: until when. */
function Unheard({ since, goesBy }: { readonly since: string; readonly goesBy: string }) {
  const clock = useClock();
  if (!isOverdue(since, useNow())) return null;
  return (
    <Text size="sm" c="dimmed" mt={8}>
      No end heard yet; the card goes by {clock.time(goesBy)} at the latest.
    </Text>
  );
}

function Opened({ at }: { readonly at: string }) {
  return (
    <Text component="span" size="xs" c="dimmed">
      {useClock().time(at)}
    </Text>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Hinted({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return <Tooltip label={label}>{children}</Tooltip>;
}
