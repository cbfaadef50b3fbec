import { SegmentedControl, Title } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../shell/session.tsx';
import { CardHistory } from './card-history.tsx';
import { CallsOfToday } from './calls-of-today.tsx';
import page from '../shell/page.module.css';

const VIEWS = [
  { value: 'calls', label: 'Calls of today' },
  { value: 'cards', label: 'Earlier cards' },
];

/** What was: my calls of today, and the cards that are gone. Without the permission to view call logs the cards alone. */
export function DayPanel() {
  const seesCalls = useMay()('call_logs');
  const [view, setView] = useState('calls');
  const shown = seesCalls ? view : 'cards';
  return (
    <section className={page.panel} aria-label="Earlier">
      <div className={page.panelHead}>
        <Title order={2}>{shown === 'calls' ? 'Calls of today' : 'Earlier cards'}</Title>
        <span style={{ flex: 1 }} />
        {seesCalls && (
          <SegmentedControl size="xs" data={VIEWS} value={view} onChange={setView} aria-label="What to show" />
        )}
      </div>
      {shown === 'calls' ? <CallsOfToday /> : <CardHistory />}
    </section>
  );
}
