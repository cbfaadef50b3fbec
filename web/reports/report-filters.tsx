import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { narrowed } from '../shell/narrowed.ts';
import { DateField } from './date-field.tsx';
import { DAYS_CHOICES, OWN_DAYS } from './days.ts';
import { reportedQuery, type ReportedCounsellor } from './queries.ts';
import type { ReportSearch } from './report-search.ts';
import { teamsOf } from './teams.ts';
import { useReport } from './use-report.ts';
import classes from './reports.module.css';

/** The reports of some days. */
export type ReportPath = '/reports' | '/reports/campaigns' | '/reports/vendors';

type Changes = { readonly [name in keyof ReportSearch]: string | undefined };

const shown = ({ name, active }: ReportedCounsellor): string => (active ? name : `${name} (left)`);

/** Which days a report is of, and whose calls it counts. Each choice stands in the address. */
export function ReportFilters({ path }: { readonly path: ReportPath }) {
  const { search, asked, scope } = useReport();
  const navigate = useNavigate();
  const { data: reported = [] } = useQuery({ ...reportedQuery, enabled: scope !== 'own' });
  const become = (changes: Changes): void => {
    void navigate({ to: path, search: narrowed(search, changes), replace: true });
  };
  const { days = 'week', team, counsellor } = search;
  const isOwn = days === OWN_DAYS;
  const teams = teamsOf(reported);
  const counsellors = reported.filter((one) => team === undefined || one.team?.id === team);
  return (
    <search className={classes.filters}>
      <NativeSelect
        label="Days"
        data={[...DAYS_CHOICES]}
        value={days}
        onChange={({ currentTarget: { value } }) =>
          become(
            value === OWN_DAYS ? { days: value, from: asked.from, to: asked.to } : { days: value, from: '', to: '' },
          )
        }
      />
      {isOwn && (
        <>
          <DateField
            label="From"
            value={asked.from}
            onPick={(from) => become({ from, to: from > asked.to ? from : asked.to })}
          />
          <DateField
            label="To"
            value={asked.to}
            onPick={(to) => become({ to, from: to < asked.from ? to : asked.from })}
          />
        </>
      )}
      {scope !== 'own' && teams.length > 0 && (
        <NativeSelect
          label="Team"
          data={[{ value: '', label: 'All' }, ...teams.map(({ id, name }) => ({ value: id, label: name }))]}
          value={team ?? ''}
          onChange={({ currentTarget: { value } }) => become({ team: value, counsellor: '' })}
        />
      )}
      {scope !== 'own' && (
        <NativeSelect
          label="Counsellor"
          data={[{ value: '', label: 'All' }, ...counsellors.map((one) => ({ value: one.id, label: shown(one) }))]}
          value={counsellor ?? ''}
          onChange={({ currentTarget: { value } }) => become({ counsellor: value })}
        />
      )}
      {(team !== undefined || counsellor !== undefined) && (
        <Button variant="subtle" onClick={() => become({ team: '', counsellor: '' })}>
          Everybody
        </Button>
      )}
    </search>
  );
}
