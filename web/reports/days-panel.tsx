import { SegmentedControl, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { ListState } from '../desk/list-state.tsx';
import { CsvButton } from './csv-button.tsx';
import { DaysTable } from './days-table.tsx';
import { hoursQuery } from './queries.ts';
import { everyDay } from './series.ts';
import { useReport } from './use-report.ts';
import page from '../shell/page.module.css';
import classes from './reports.module.css';

// The library that draws is bigger than the page; the numbers do not wait for it.
const DaysChart = lazy(async () => ({ default: (await import('./days-chart.tsx')).DaysChart }));

/** Calls by day, answered and not, as a picture or as a table. */
export function DaysPanel() {
  const { asked } = useReport();
  const [view, setView] = useState('chart');
  const report = useQuery(hoursQuery(asked));
  const days = report.data?.days ?? [];
  return (
    <section className={page.panel} aria-label="By day">
      <div className={`${page.panelHead} ${classes.tools}`}>
        <Title order={2}>By day</Title>
        <span className={classes.space} />
        <SegmentedControl
          size="xs"
          aria-label="Show calls by day as"
          data={[
            { value: 'chart', label: 'Chart' },
            { value: 'table', label: 'Table' },
          ]}
          value={view}
          onChange={setView}
        />
        <CsvButton report="hours" name="Calls by day and hour" label="CSV" />
      </div>
      <ListState
        list={report}
        isEmpty={days.length === 0}
        empty="Here stands how many calls each day brought, and on how many of them somebody talked."
      >
        {view === 'table' ? (
          <DaysTable days={days} />
        ) : (
          <Suspense fallback={<div className={classes.chart} />}>
            <DaysChart days={everyDay(days, asked)} />
          </Suspense>
        )}
      </ListState>
    </section>
  );
}
