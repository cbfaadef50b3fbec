import type { Defined } from './definitions.ts';
import type { ProductivityRow } from './queries.ts';
import type { CountedSearch } from './report-search.ts';

type Counted = Exclude<keyof ProductivityRow, 'counsellor'>;

export interface ProductivityColumn {
  readonly id: Counted;
  readonly label: string;
  /** What it is called where it does not stand under its group. */
  readonly title: string;
  readonly defined: readonly Defined[];
  readonly kind: 'count' | 'stopwatch' | 'seconds';
  /** The calls it is made of; null: there is no list of them. */
  readonly list: CountedSearch | null;
}

export interface ColumnGroup {
  readonly label: string;
  readonly columns: readonly ProductivityColumn[];
}

const DIRECTIONS = [
  ['inbound', 'Incoming', 'inbound'],
  ['outbound', 'Outgoing', 'outbound'],
  ['campaign', 'Campaign', 'campaignCalls'],
] as const;

const byDirection: readonly ColumnGroup[] = DIRECTIONS.map(([direction, name, defined]) => ({
  label: name,
  columns: [
    {
      id: `${direction}Success`,
      label: 'Success',
      title: `${name}: success`,
      defined: [defined, 'success'],
      kind: 'count',
      list: { direction, counted: 'success' },
    },
    {
      id: `${direction}Missed`,
      label: 'Missed',
      title: `${name}: missed`,
      defined: [defined, 'missed'],
      kind: 'count',
      list: { direction, counted: 'missed' },
    },
  ],
}));

/** The columns of counsellor productivity (product 7), with the list behind each (docs/DEFINITIONS.md). */
export const PRODUCTIVITY_COLUMNS: readonly ColumnGroup[] = [
  ...byDirection,
  {
    label: 'All calls',
    columns: [
      {
        id: 'totalSuccess',
        label: 'Success',
        title: 'All calls: success',
        defined: ['success'],
        kind: 'count',
        list: { counted: 'success' },
      },
      {
        id: 'totalMissed',
        label: 'Missed',
        title: 'All calls: missed',
        defined: ['missed'],
        kind: 'count',
        list: { counted: 'missed' },
      },
    ],
  },
  {
    label: 'Talk',
    columns: [
      {
        id: 'totalCallDuration',
        label: 'Total',
        title: 'Total call duration',
        defined: ['totalCallDuration'],
        kind: 'stopwatch',
        list: { counted: 'success' },
      },
      {
        id: 'averageCallDuration',
        label: 'Average',
        title: 'Average call duration',
        defined: ['averageCallDuration'],
        kind: 'stopwatch',
        list: { counted: 'timed' },
      },
    ],
  },
  {
    label: 'Rings',
    columns: [
      {
        id: 'offers',
        label: 'Offers',
        title: 'Offers',
        defined: ['offers'],
        kind: 'count',
        list: { counted: 'offered' },
      },
      {
        id: 'offersAnswered',
        label: 'Answered',
        title: 'Offers answered',
        defined: ['offers'],
        kind: 'count',
        list: { counted: 'offered', offerResult: 'answered' },
      },
      {
        id: 'meanRingSeconds',
        label: 'Mean time',
        title: 'Mean ring time',
        defined: ['meanRingSeconds'],
        kind: 'seconds',
        list: null,
      },
    ],
  },
  {
    label: 'Leads',
    columns: [
      {
        id: 'leadsEngaged',
        label: 'Engaged',
        title: 'Leads engaged',
        defined: ['leadsEngaged'],
        kind: 'count',
        list: { counted: 'success' },
      },
    ],
  },
];
