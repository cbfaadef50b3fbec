import { expect, test } from '@jest/globals';
import { daysChart, seriesAt } from './days-option.ts';

const days = [
  { day: '2026-11-23', calls: 5, answered: 3, missed: 1 },
  { day: '2026-11-24', calls: 0, answered: 0, missed: 0 },
];

interface Bars {
  readonly name: string;
  readonly data: readonly (number | '-')[];
  readonly itemStyle?: { readonly color: string; readonly decal?: object };
}

const barsOf = (of: typeof days, colours = {}): readonly Bars[] =>
  // The chart is one of bars alone.
  daysChart(of, { colours, isStill: true }).series as readonly Bars[];

test('a day’s bar is made of its calls: somebody talked, nobody did, nobody told', () => {
  expect(barsOf(days).map(({ name, data }) => [name, data])).toEqual([
    ['Somebody talked', [3, '-']],
    ['Nobody talked', [1, '-']],
    ['Unknown', [1, '-']],
    ['', [0, 0]],
  ]);
  expect([0, 1, 2, 3].map((index) => seriesAt(index)?.counted)).toEqual(['success', 'unanswered', null, undefined]);
});

test('each part has a colour and a pattern of its own', () => {
  const colours = { '--tone-talk-edge': 'green', '--tone-miss-edge': 'red', '--tone-plain-edge': 'grey' };
  const parts = barsOf(days, colours).flatMap(({ itemStyle }) => itemStyle ?? []);
  expect(parts.map(({ color }) => color)).toEqual(['green', 'red', 'grey']);
  expect(new Set(parts.map(({ decal }) => JSON.stringify(decal))).size).toBe(3);
});

test('the part that no day has is not in the legend', () => {
  const legend = (of: typeof days) => daysChart(of, { colours: {}, isStill: true }).legend;
  expect(legend(days)).toMatchObject({ data: ['Somebody talked', 'Nobody talked', 'Unknown'] });
  expect(legend(days.slice(1))).toMatchObject({ data: ['Somebody talked', 'Nobody talked'] });
});
