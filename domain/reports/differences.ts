/**
 * What must be added to sums for `wanted` to stand in them instead of `standing`: rows with the same key are one, and
 * those to which nothing is added are left out. Ascending by key, which is the order in which rows of sums are locked.
 *
 * @param measures the members that are added up; all others are the key
 */
export function differences<Measure extends string, Row extends Readonly<Record<Measure, number>>>(
  wanted: readonly Row[],
  standing: readonly Row[],
  measures: readonly Measure[],
): readonly Row[] {
  const names = new Set<string>(measures);
  const keyOf = (row: Row) =>
    JSON.stringify(
      Object.entries(row)
        .filter(([name]) => !names.has(name))
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
  const totals = new Map<string, Row>();
  const add = (row: Row, sign: 1 | -1) => {
    const key = keyOf(row);
    const before = totals.get(key);
    const sum = { ...row };
    for (const measure of measures) Object.assign(sum, { [measure]: (before?.[measure] ?? 0) + sign * row[measure] });
    totals.set(key, sum);
  };
  for (const row of wanted) add(row, 1);
  for (const row of standing) add(row, -1);
  return [...totals]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, total]) => total)
    .filter((total) => measures.some((measure) => total[measure] !== 0));
}
