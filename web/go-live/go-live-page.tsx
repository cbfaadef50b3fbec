import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { EarlierChecks } from './earlier-checks.tsx';
import { StartForm } from './start-form.tsx';
import page from '../shell/page.module.css';
import classes from './go-live.module.css';

/** Before a vendor goes live: twelve things are checked, first by ourselves, then with real calls. */
export function GoLivePage(): ReactNode {
  return (
    <div className={page.page}>
      <div className={classes.head}>
        <Title order={1}>Go-live check</Title>
      </div>
      <p className={classes.intro}>
        Twelve checks before students’ calls come in by a vendor. Rehearse first: Callthread sends what the vendor would
        send. Then check with real calls from a phone of yours. These calls are test calls: they make no lead, are in no
        report and nobody’s work, and their cards say so.
      </p>
      <div className={classes.ways}>
        <StartForm mode="rehearsal" />
        <StartForm mode="live" />
      </div>
      <EarlierChecks />
    </div>
  );
}
