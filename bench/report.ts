import { isMet, type Aim, type Claim, type Quantity, type Series } from './claim.ts';
import { figuresOf } from './figures.ts';

type Row = readonly string[];

const HEAD: Row = ['', 'n', 'a second', 'p50', 'p95', 'p99'];

/** A claim as it is printed: ours, each baseline, and what is to be known about them. */
export function claimText({ title, ours, baseline, otherBaselines = [], quantities = [], notes }: Claim): string {
  // Named by letters where there are several, so that each ratio says which it is to.
  const baselines = [baseline, ...otherBaselines].map((series, index, all) =>
    all.length === 1
      ? { series, head: 'ratio' }
      : { series: { ...series, name: `${letter(index)}: ${series.name}` }, head: `ratio to ${letter(index)}` },
  );
  const rows = [
    [...HEAD, ...baselines.map(({ head }) => head)],
    ...ours.map((series) => [...seriesRow(series), ...baselines.map((one) => ratio(series, one.series))]),
    ...baselines.map(({ series }) => [...seriesRow(series), ...baselines.map(() => '')]),
  ];
  const more = quantities.length > 0 ? table([['', 'ours', 'baseline', 'ratio'], ...quantities.map(quantityRow)]) : [];
  return ['', title, ...table(rows), ...more, ...notes.map((note) => `  · ${note}`)].join('\n');
}

/** All aims with what was measured. */
export function aimsText(aims: readonly Aim[]): string {
  const rows = aims.map((aim): Row => [
    aim.name,
    `${aim.is} ${number(aim.wanted)}${aim.unit}`,
    `${number(aim.measured)}${aim.unit}`,
    isMet(aim) ? 'met' : 'MISSED',
  ]);
  return ['', 'Aims', ...table([['', 'wanted', 'measured', ''], ...rows])].join('\n');
}

function letter(index: number): string {
  return String.fromCodePoint(65 + index);
}

function seriesRow(series: Series): Row {
  const figures = figuresOf(series.times);
  const times = figures ? [figures.p50, figures.p95, figures.p99].map(ms) : ['–', '–', '–'];
  const rate = series.perSecond === null ? '' : number(series.perSecond);
  return [series.name, String(figures?.count ?? 0), rate, ...times];
}

/** Of rates where both have one; else of times, in the middle and at the end. */
function ratio(series: Series, baseline: Series): string {
  if (series.perSecond !== null && baseline.perSecond !== null) {
    return `${(series.perSecond / baseline.perSecond).toFixed(2)} of its rate`;
  }
  const [ours, theirs] = [figuresOf(series.times), figuresOf(baseline.times)];
  return ours && theirs ? `p50 × ${number(ours.p50 / theirs.p50)}, p99 × ${number(ours.p99 / theirs.p99)}` : '';
}

function quantityRow({ name, unit, ours, baseline }: Quantity): Row {
  return [name, `${number(ours)}${unit}`, `${number(baseline)}${unit}`, `× ${number(ours / baseline)}`];
}

function ms(value: number): string {
  return `${number(value)} ms`;
}

/** Three figures at least, and no more behind the point than say something. */
function number(value: number): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** First column left, the others right. */
function table(rows: readonly Row[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => {
    const cells = widths.map((width, column) => {
      const cell = row[column] ?? '';
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    return `  ${cells.join('   ')}`.trimEnd();
  });
}
