import type { ChartOption } from './chart.ts';
import { longDay, shortDay } from './days.ts';
import { untoldOf, type DayOfCalls } from './series.ts';

interface Looks {
  /** By their names in theme.ts: "--tone-talk-edge". */
  readonly colours: Readonly<Record<string, string>>;
  /** Whoever looks wants nothing to move. */
  readonly isStill: boolean;
}

interface Stripes {
  readonly dashArrayX: [number, number];
  readonly dashArrayY: [number, number];
  readonly rotation: number;
}

interface Part {
  readonly name: string;
  readonly valueOf: (day: DayOfCalls) => number;
  readonly colour: string;
  /** What tells it from the others where colours do not; null: it is plain. */
  readonly pattern: Stripes | null;
  /** The calls behind a bar, as reports count them; null: they have no list. */
  readonly counted: string | null;
}

const PARTS: readonly Part[] = [
  {
    name: 'Somebody talked',
    valueOf: ({ answered }) => answered,
    colour: '--tone-talk-edge',
    pattern: null,
    counted: 'success',
  },
  {
    name: 'Nobody talked',
    valueOf: ({ missed }) => missed,
    colour: '--tone-miss-edge',
    pattern: { dashArrayX: [1, 0], dashArrayY: [3, 4], rotation: -Math.PI / 4 },
    counted: 'unanswered',
  },
  {
    name: 'Unknown',
    valueOf: untoldOf,
    colour: '--tone-plain-edge',
    pattern: { dashArrayX: [2, 4], dashArrayY: [2, 4], rotation: 0 },
    counted: null,
  },
];

/** What the bars of a series count; undefined: there is no such series. */
export const seriesAt = (index: number): { readonly counted: string | null } | undefined => PARTS[index];

/** Above more bars than this their sums would stand on each other. */
const MOST_LABELLED = 31;

/** Calls by day: a bar a day, of those that somebody talked on, nobody did, and nobody told the end of. */
export function daysChart(days: readonly DayOfCalls[], { colours, isStill }: Looks): ChartOption {
  const text = colours['--mantine-color-text'] ?? '';
  const dimmed = colours['--mantine-color-dimmed'] ?? '';
  const line = colours['--line'] ?? '';
  const surface = colours['--surface'] ?? '';
  const isShown = ({ valueOf, counted }: Part): boolean => counted !== null || days.some((day) => valueOf(day) > 0);
  return {
    animation: !isStill,
    textStyle: { fontFamily: 'system-ui, sans-serif' },
    grid: { top: 48, right: 14, bottom: 28, left: 44 },
    legend: {
      top: 8,
      left: 10,
      itemWidth: 18,
      itemHeight: 12,
      textStyle: { color: text, fontSize: 12 },
      data: PARTS.filter(isShown).map(({ name }) => name),
    },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      backgroundColor: surface,
      borderColor: line,
      textStyle: { color: text, fontSize: 12 },
      formatter: (bars) => {
        const [first] = Array.isArray(bars) ? bars : [bars];
        const day = first === undefined ? undefined : days[first.dataIndex];
        return day === undefined ? '' : toldOf(day);
      },
    },
    xAxis: {
      type: 'category',
      data: days.map(({ day }) => shortDay(day)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: line } },
      axisLabel: { color: dimmed, fontSize: 11.5 },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      axisLabel: { color: dimmed, fontSize: 11.5 },
      splitLine: { lineStyle: { color: line } },
    },
    series: [
      ...PARTS.map(({ name, valueOf, colour, pattern, counted }) => ({
        type: 'bar' as const,
        name,
        stack: 'calls',
        // Nothing is no bar at all, not one of no height, whose edge would be drawn over the axis.
        data: days.map((day) => valueOf(day) || '-'),
        barMaxWidth: 44,
        cursor: counted === null ? 'default' : 'pointer',
        itemStyle: {
          color: colours[colour] ?? '',
          // A line between what lies on each other.
          borderColor: surface,
          borderWidth: 1,
          ...(pattern && { decal: { ...pattern, symbol: 'rect', color: surface } }),
        },
      })),
      // Nothing but the sums above the bars.
      {
        type: 'bar' as const,
        name: '',
        stack: 'calls',
        silent: true,
        data: days.map(() => 0),
        label: {
          show: days.length <= MOST_LABELLED,
          position: 'top' as const,
          color: text,
          fontSize: 11.5,
          formatter: ({ dataIndex }) => String(days[dataIndex]?.calls || ''),
        },
      },
    ],
  };
}

function toldOf(day: DayOfCalls): string {
  const lines = PARTS.map(({ name, valueOf }) => ({ name, count: valueOf(day) })).filter(({ count }) => count > 0);
  return [
    `<strong>${longDay(day.day)}</strong>`,
    ...lines.map(({ name, count }) => `${name}: ${count}`),
    `All: ${day.calls}`,
  ].join('<br>');
}
