import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ListState } from '../desk/list-state.tsx';
import { CampaignTable } from './campaign-table.tsx';
import { CsvButton } from './csv-button.tsx';
import { campaignsQuery } from './queries.ts';
import { ReportFrame } from './report-frame.tsx';
import { useReport } from './use-report.ts';
import page from '../shell/page.module.css';

/** Which campaigns bring calls, leads and applications. */
export function CampaignsPage(): ReactNode {
  return (
    <ReportFrame
      title="Campaigns"
      about="What each campaign, and each number that carries it, brought: calls, new leads, applications."
      path="/reports/campaigns"
      deeds={<CsvButton report="campaigns" name="Campaigns" />}
    >
      <Campaigns />
    </ReportFrame>
  );
}

function Campaigns() {
  const { asked } = useReport();
  const report = useQuery(campaignsQuery(asked));
  const { data } = report;
  return (
    <section className={page.panel} aria-label="Campaigns">
      <ListState
        list={report}
        isEmpty={data === undefined || data.rows.length === 0}
        empty="No calls, leads or applications in these days. Give your virtual numbers (DIDs) a campaign in the settings: what each of them brings is counted here."
      >
        {data !== undefined && <CampaignTable report={data} />}
      </ListState>
    </section>
  );
}
