import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { daysInWords } from './days.ts';
import { ReportFilters, type ReportPath } from './report-filters.tsx';
import { ReportProvider, useReportOfAddress } from './use-report.ts';
import page from '../shell/page.module.css';
import classes from './reports.module.css';

interface ReportFrameProps {
  readonly title: string;
  /** What the report tells, in a sentence. */
  readonly about: string;
  readonly path: ReportPath;
  readonly deeds: ReactNode;
  readonly children: ReactNode;
}

const WHOSE = {
  own: 'It is about your own calls.',
  team: 'It is about the calls of your teams.',
  all: null,
} as const;

/** What stands around each report of some days: what it tells, its filters, and what it is asked for. */
export function ReportFrame({ title, about, path, deeds, children }: ReportFrameProps) {
  const report = useReportOfAddress();
  const { asked, scope, opens } = report;
  return (
    <ReportProvider value={report}>
      <div className={page.page}>
        <div className={classes.head}>
          <Title order={1}>{title}</Title>
          <span className={classes.days}>{daysInWords(asked)}</span>
          <span className={classes.space} />
          {deeds}
        </div>
        <p className={classes.about}>
          {[
            about,
            WHOSE[scope],
            opens
              ? 'A number opens the calls it counts.'
              : 'The calls behind a number can be seen with the permission to view their call logs.',
          ]
            .filter((sentence) => sentence !== null)
            .join(' ')}
        </p>
        <ReportFilters path={path} />
        {children}
      </div>
    </ReportProvider>
  );
}
