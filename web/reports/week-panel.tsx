import { SegmentedControl, Table, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ListState } from '../desk/list-state.tsx';
import { CountedLink } from './counted-link.tsx';
import { hoursQuery } from './queries.ts';
import { hoursShown, shadeOf, type Counts, type HourOfWeek } from './series.ts';
import { useReport } from './use-report.ts';
import page from '../shell/page.module.css';
import classes from './reports.module.css';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

type Measure = keyof Counts;

const MEASURES = [
  { value: 'calls', label: 'Calls', counted: 'any', of: 'All calls' },
  { value: 'answered', label: 'Somebody talked', counted: 'success', of: 'Somebody talked' },
  { value: 'missed', label: 'Nobody talked', counted: 'unanswered', of: 'Nobody talked' },
] as const satisfies readonly { readonly value: Measure; readonly [more: string]: string }[];

/** At which hours of the week calls come: a table whose cells are shaded, so that it needs neither eyes nor colours. */
export function WeekPanel() {
  const { asked } = useReport();
  const [measure, setMeasure] = useState<string>('calls');
  const report = useQuery(hoursQuery(asked));
  const hours = report.data?.hours ?? [];
  return (
    <section className={page.panel} aria-label="By hour of the week">
      <div className={`${page.panelHead} ${classes.tools}`}>
        <Title order={2}>By hour of the week</Title>
        <span className={classes.space} />
        <SegmentedControl
          size="xs"
          aria-label="Count in each hour"
          data={MEASURES.map(({ value, label }) => ({ value, label }))}
          value={measure}
          onChange={setMeasure}
        />
      </div>
      <ListState
        list={report}
        isEmpty={hours.length === 0}
        empty="Here stands at which hours of which days calls come, so that enough of you are there for them."
      >
        <WeekMap hours={hours} measured={MEASURES.find(({ value }) => value === measure) ?? MEASURES[0]} />
      </ListState>
    </section>
  );
}

interface WeekMapProps {
  readonly hours: readonly HourOfWeek[];
  readonly measured: (typeof MEASURES)[number];
}

function WeekMap({ hours, measured: { value: measure, label, counted, of } }: WeekMapProps) {
  const shown = hoursShown(hours);
  const counts = new Map(hours.map((one) => [`${one.weekday} ${one.hour}`, one[measure]]));
  const greatest = Math.max(...counts.values());
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={`Heat map: ${label}`}>
      <Table className={classes.week} horizontalSpacing={4} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col" className={classes.first}>
              Day
            </Table.Th>
            {shown.map((hour) => (
              <Table.Th key={hour} scope="col" title={`${hour}:00 to ${hour + 1}:00`}>
                {hour}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {WEEKDAYS.map((name, index) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" className={classes.first}>
                {name.slice(0, 3)}
              </Table.Th>
              {shown.map((hour) => {
                const weekday = index + 1;
                const count = counts.get(`${weekday} ${hour}`) ?? 0;
                return (
                  <Table.Td key={hour} data-shade={shadeOf(count, greatest)}>
                    <CountedLink
                      of={`${of}, ${name} from ${hour}:00`}
                      count={count}
                      list={{ counted, weekday: String(weekday), hour: String(hour) }}
                    />
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <p className={classes.under}>
        {measure === 'calls' ? 'Calls' : `Calls on which ${label.toLowerCase()}`} by the hour in which they started, in
        the institute’s time.
      </p>
    </div>
  );
}
