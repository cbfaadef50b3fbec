import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ListState } from '../desk/list-state.tsx';
import { duration } from '../words/time.ts';
import { CountedLink } from './counted-link.tsx';
import { CsvButton } from './csv-button.tsx';
import { DaysPanel } from './days-panel.tsx';
import { Figure, Figures } from './figures.tsx';
import { ProductivityTable } from './productivity-table.tsx';
import { hoursQuery, productivityQuery } from './queries.ts';
import { ReportFrame } from './report-frame.tsx';
import { shareOf, sumOf, untoldOf } from './series.ts';
import { useReport } from './use-report.ts';
import { WeekPanel } from './week-panel.tsx';
import page from '../shell/page.module.css';
import classes from './reports.module.css';

/** What each counsellor's calls come to, and when the calls came. */
export function ProductivityPage(): ReactNode {
  return (
    <ReportFrame
      title="Counsellor productivity"
      about="What the calls of each counsellor came to, and when the calls came."
      path="/reports"
      deeds={<CsvButton report="productivity" name="Counsellor productivity" />}
    >
      <Summary />
      <ByCounsellor />
      <div className={classes.columns}>
        <DaysPanel />
        <WeekPanel />
      </div>
    </ReportFrame>
  );
}

function Summary() {
  const { asked } = useReport();
  const { data: hours } = useQuery(hoursQuery(asked));
  const { data: productivity } = useQuery(productivityQuery(asked));
  if (hours === undefined || productivity === undefined || productivity.distinctCalls === 0) return null;
  const { calls, answered, missed } = sumOf(hours.days);
  const untold = untoldOf({ calls, answered, missed });
  const { totalCallDuration, leadsEngaged } = productivity.total;
  return (
    <Figures label="In short">
      <Figure label="Calls" defined={['distinctCalls']}>
        <CountedLink of="All calls" count={calls} list={{ counted: 'any' }} />
      </Figure>
      <Figure label="Somebody talked" defined={['anybody']} tone="talk" beside={shareOf(answered, calls)}>
        <CountedLink of="Calls somebody talked on" count={answered} list={{ counted: 'success' }} />
      </Figure>
      <Figure label="Nobody talked" defined={['nobody']} tone="miss" beside={shareOf(missed, calls)}>
        <CountedLink of="Calls nobody talked on" count={missed} list={{ counted: 'unanswered' }} />
      </Figure>
      {untold > 0 && (
        <Figure label="Unknown" defined={['unknown']}>
          {untold}
        </Figure>
      )}
      <Figure label="Talk" defined={['totalCallDuration']}>
        {duration(totalCallDuration)}
      </Figure>
      <Figure label="Leads engaged" defined={['leadsEngaged']}>
        {leadsEngaged}
      </Figure>
    </Figures>
  );
}

function ByCounsellor() {
  const { asked, scope } = useReport();
  const report = useQuery(productivityQuery(asked));
  const { data } = report;
  const isEmpty = data === undefined || (data.rows.length === 0 && data.distinctCalls === 0);
  return (
    <section className={page.panel} aria-label="By counsellor">
      <div className={page.panelHead}>
        <Title order={2}>By counsellor</Title>
      </div>
      <ListState
        list={report}
        isEmpty={isEmpty}
        empty={
          scope === 'own'
            ? 'You had no calls in these days. When you take, miss or make one, it is counted here as soon as it is over.'
            : 'No calls in these days. As soon as a call is over, each counsellor with a part in it has a row here: what they answered and missed, how long they talked, and how often they were rung.'
        }
      >
        {data !== undefined && <ProductivityTable report={data} />}
      </ListState>
    </section>
  );
}
