import { Button, SegmentedControl, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconArrowsExchange, IconFlag, IconGitMerge, IconNote, IconPencil, IconPhone } from '@tabler/icons-react';
import { useState } from 'react';
import type { TimelineItem } from '../api/contract.ts';
import { timelineQuery } from '../api/queries.ts';
import { ListState } from '../desk/list-state.tsx';
import { MoreButton } from '../desk/more-button.tsx';
import { useClock, useMay } from '../shell/session.tsx';
import { TimelineCall } from './timeline-call.tsx';
import page from '../shell/page.module.css';
import classes from './lead-page.module.css';

const ICONS: Readonly<Record<TimelineItem['type'], typeof IconPhone>> = {
  call: IconPhone,
  note: IconNote,
  assignment: IconArrowsExchange,
  stage: IconFlag,
  merge: IconGitMerge,
  edit: IconPencil,
};

const VIEWS = [
  { value: 'all', label: 'All' },
  { value: 'call', label: 'Calls' },
  { value: 'note', label: 'Notes' },
];

/** What happened with a student, the newest first. */
export function Timeline({ leadId }: { readonly leadId: string }) {
  const [view, setView] = useState('all');
  const list = useInfiniteQuery(timelineQuery(leadId));
  const items = (list.data?.pages.flatMap((one) => one.items) ?? []).filter(
    ({ type }) => view === 'all' || type === view,
  );
  return (
    <section className={page.panel} aria-label="Timeline">
      <div className={page.panelHead}>
        <Title order={2}>Timeline</Title>
        <span className={classes.space} />
        <SegmentedControl size="xs" data={VIEWS} value={view} onChange={setView} aria-label="What to show" />
      </div>
      <ListState list={list} isEmpty={items.length === 0} empty="Nothing yet.">
        <ol className={classes.timeline}>
          {items.map((item) => (
            <Entry key={item.id} item={item} leadId={leadId} />
          ))}
        </ol>
        <MoreButton list={list} />
      </ListState>
    </section>
  );
}

function Entry({
  item: { at, type, text, by, callId },
  leadId,
}: {
  readonly item: TimelineItem;
  readonly leadId: string;
}) {
  const clock = useClock();
  const seesCalls = useMay()('call_logs');
  const [isOpen, setOpen] = useState(false);
  const Icon = ICONS[type];
  return (
    <li className={classes.entry}>
      <span className={classes.icon} data-type={type}>
        <Icon size={15} stroke={1.8} aria-hidden />
      </span>
      <div>
        <div className={classes.text}>{text}</div>
        <div className={classes.meta}>
          <time dateTime={at} title={clock.exactly(at)}>
            {clock.when(at)}
          </time>
          {by !== undefined && <span>{by.name}</span>}
          {type === 'call' && callId !== undefined && seesCalls && (
            <Button variant="subtle" size="compact-xs" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {isOpen ? 'Less' : 'Recording and more'}
            </Button>
          )}
        </div>
        {isOpen && callId !== undefined && <TimelineCall callId={callId} leadId={leadId} />}
      </div>
    </li>
  );
}
