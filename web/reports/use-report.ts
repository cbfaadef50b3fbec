import { useSearch } from '@tanstack/react-router';
import { createContext, use, useMemo } from 'react';
import type { Permission } from '../../domain/access/permissions.ts';
import { useClock, useSession } from '../shell/session.tsx';
import { useNow } from '../shell/use-now.ts';
import { daysOf } from './days.ts';
import type { Asked } from './queries.ts';
import type { CountedSearch, ReportSearch } from './report-search.ts';

type Scope = 'own' | 'team' | 'all';

const WIDTH: Readonly<Record<Scope, number>> = { own: 1, team: 2, all: 3 };

/** How far a permission reaches for whoever is signed in; null: not at all. */
function useScope(permission: Permission): Scope | null {
  const { permissions } = useSession().user;
  const held = permissions.find((name) => name.startsWith(`${permission}:`))?.split(':')[1];
  return held === 'own' || held === 'team' || held === 'all' ? held : null;
}

export interface Report {
  readonly search: ReportSearch;
  /** What the API is asked for. */
  readonly asked: Asked;
  /** Whose calls the viewer's reports count. */
  readonly scope: Scope;
  /** Whether a number can be opened: the viewer may see every call that their reports count. */
  readonly opens: boolean;
  /** The address of the calls that a number counts. */
  readonly listOf: (counted: CountedSearch) => CountedSearch;
}

const ReportContext = createContext<Report | null>(null);
export const ReportProvider = ReportContext.Provider;

/** The report that a number, a filter or a button is part of. */
export function useReport(): Report {
  const report = use(ReportContext);
  if (report === null) throw new Error('There is no report around this component.');
  return report;
}

/** What the address of a report asks for. Once a page. */
export function useReportOfAddress(): Report {
  // As the routes of reports read it.
  const search = useSearch({ strict: false }) as ReportSearch;
  const clock = useClock();
  // A page may stay open over midnight.
  const today = clock.day(useNow(60_000));
  const scope = useScope('call_reports') ?? 'own';
  const seen = useScope('call_logs');
  return useMemo(() => {
    const { team, counsellor } = search;
    const asked: Asked = { ...daysOf(search, today), ...(team && { team }), ...(counsellor && { counsellor }) };
    return {
      search,
      asked,
      scope,
      opens: seen !== null && WIDTH[seen] >= WIDTH[scope],
      listOf: (counted) => ({ ...asked, ...counted }) as CountedSearch,
    };
  }, [search, today, scope, seen]);
}
