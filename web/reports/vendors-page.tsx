import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ListState } from '../desk/list-state.tsx';
import { CsvButton } from './csv-button.tsx';
import { vendorsQuery } from './queries.ts';
import { ReportFrame } from './report-frame.tsx';
import { useReport } from './use-report.ts';
import { VendorPanel } from './vendor-panel.tsx';
import page from '../shell/page.module.css';
import classes from './reports.module.css';

/** How well each vendor tells us of calls, and what was done where it did not. */
export function VendorsPage(): ReactNode {
  return (
    <ReportFrame
      title="Vendors"
      about="What each telephone system lost, told late or twice, and what Callthread did about it."
      path="/reports/vendors"
      deeds={<CsvButton report="vendors" name="Vendors" />}
    >
      <Vendors />
    </ReportFrame>
  );
}

function Vendors() {
  const { asked } = useReport();
  const report = useQuery(vendorsQuery(asked));
  const rows = report.data?.rows ?? [];
  return (
    <div className={rows.length === 0 ? page.panel : classes.stack}>
      <ListState
        list={report}
        isEmpty={rows.length === 0}
        empty="No telephone system told of a call in these days. When one does, here stands what it lost or repeated, and what had to be repaired."
      >
        {rows.map((row) => (
          <VendorPanel key={row.vendor} row={row} />
        ))}
      </ListState>
    </div>
  );
}
