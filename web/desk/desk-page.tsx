import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { CallCards } from './call-cards.tsx';
import { DayPanel } from './day-panel.tsx';
import { MissedPanel } from './missed-panel.tsx';
import { NoCalls } from './no-calls.tsx';
import { PendingPanel } from './pending-panel.tsx';
import page from '../shell/page.module.css';
import classes from './desk-page.module.css';

/** Where a counsellor sits all day: what rings, what was, and what is left to do. */
export function DeskPage(): ReactNode {
  return (
    <div className={page.page}>
      <VisuallyHidden>
        <h1>Desk</h1>
      </VisuallyHidden>
      <div className={classes.columns}>
        <div className={classes.column}>
          <section aria-label="Calls now">
            <CallCards empty={<NoCalls />} />
          </section>
          <DayPanel />
        </div>
        <div className={classes.column}>
          <MissedPanel />
          <PendingPanel />
        </div>
      </div>
    </div>
  );
}
