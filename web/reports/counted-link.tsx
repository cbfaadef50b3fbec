import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { CountedSearch } from './report-search.ts';
import { useReport } from './use-report.ts';
import classes from './reports.module.css';

interface CountedLinkProps {
  /** What it is a number of, for those who do not see the table around it: "Incoming calls, missed, Asha Rao". */
  readonly of: string;
  readonly count: number;
  /** The filters that make it, beside the report's own. */
  readonly list: CountedSearch;
  /** Default: the number. */
  readonly children?: ReactNode;
}

const figures = new Intl.NumberFormat('en-GB');

/** A number of a report that opens the calls it counts; nothing of nothing. */
export function CountedLink({ of, count, list, children = figures.format(count) }: CountedLinkProps) {
  const { opens, listOf } = useReport();
  if (count === 0) return <span className={classes.nothing}>{children}</span>;
  if (!opens) return children;
  return (
    <Link className={classes.counted} to="/reports/calls" search={listOf(list)} title={of}>
      {children}
    </Link>
  );
}
