import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMay } from '../shell/session.tsx';
import { ProblemCalls } from './problem-calls.tsx';
import { VendorAccounts } from './vendor-accounts.tsx';
import { WorkHealth } from './work-health.tsx';
import page from '../shell/page.module.css';
import classes from './operations.module.css';

/** For whoever has the pager: is everything being worked on, is every vendor well, which calls need a look. */
export function OperationsPage(): ReactNode {
  const may = useMay();
  return (
    <div className={page.page}>
      <div className={classes.head}>
        <Title order={1}>Operations</Title>
      </div>
      <p className={classes.intro}>
        Whether calls are being worked on as they should, how the vendors stand, and the calls that need somebody’s
        look.
      </p>
      <div className={classes.panels}>
        {may('raw_requests') && <WorkHealth />}
        {may('configure_calling') && <VendorAccounts />}
      </div>
      {may('raw_requests') && may('call_logs') && <ProblemCalls />}
    </div>
  );
}
