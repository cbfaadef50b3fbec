import { useComputedColorScheme, useMantineTheme } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { cssVariables } from '../theme.ts';
import { drawChart, type Drawing } from './chart.ts';
import { daysChart, seriesAt } from './days-option.ts';
import { shortDay } from './days.ts';
import { sumOf, type DayOfCalls } from './series.ts';
import { useReport } from './use-report.ts';
import classes from './reports.module.css';

/** Calls by day as stacked bars; what they say by colour they say by pattern too. A bar opens its calls. */
export function DaysChart({ days }: { readonly days: readonly DayOfCalls[] }) {
  const { listOf, opens } = useReport();
  const navigate = useNavigate();
  const theme = useMantineTheme();
  const scheme = useComputedColorScheme('light');
  const isStill = useReducedMotion();
  const place = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing | null>(null);
  const option = useMemo(
    () => daysChart(days, { colours: cssVariables(theme)[scheme], isStill }),
    [days, theme, scheme, isStill],
  );
  useEffect(() => {
    if (place.current === null) return undefined;
    const made = drawChart(place.current);
    drawing.current = made;
    return () => made.end();
  }, []);
  useEffect(() => drawing.current?.show(option), [option]);
  useEffect(
    () =>
      drawing.current?.onPress(({ series, index }) => {
        const [day, counted] = [days[index]?.day, seriesAt(series)?.counted];
        if (!opens || day === undefined || counted == null) return;
        void navigate({ to: '/reports/calls', search: listOf({ from: day, to: day, counted }) });
      }),
    [days, listOf, navigate, opens],
  );
  return <div ref={place} className={classes.chart} role="img" aria-label={inWords(days)} />;
}

/** The picture for those who do not see it; the table beside it has every number. */
function inWords(days: readonly DayOfCalls[]): string {
  const { calls, answered, missed } = sumOf(days);
  const busiest = days.reduce((most, day) => (day.calls > most.calls ? day : most));
  return `Calls by day: ${calls} in all, somebody talked on ${answered}, nobody on ${missed}. Most on ${shortDay(busiest.day)}: ${busiest.calls}. The table has every day.`;
}
