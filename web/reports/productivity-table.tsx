import { Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { stopwatch } from '../words/time.ts';
import { CountedLink } from './counted-link.tsx';
import { DefinedTerm } from './defined-term.tsx';
import { PRODUCTIVITY_COLUMNS, type ProductivityColumn } from './productivity-columns.ts';
import type { ProductivityReport, ProductivityRow } from './queries.ts';
import type { CountedSearch } from './report-search.ts';
import { useReport } from './use-report.ts';
import classes from './reports.module.css';

const COLUMNS = PRODUCTIVITY_COLUMNS.flatMap(({ columns }) => columns);

/** A row a counsellor, the calls with nobody, and the sum of all. */
export function ProductivityTable({ report: { rows, unattributed, total, distinctCalls } }: TableProps) {
  const { asked, scope } = useReport();
  // Of some counsellors, nothing is anybody else's.
  const hasNobody = scope === 'all' && asked.team === undefined && asked.counsellor === undefined;
  return (
    <>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label="Table of counsellors">
        <Table className={classes.table} horizontalSpacing={9} verticalSpacing={6}>
          <Head />
          <Table.Tbody>
            {rows.flatMap((row) =>
              // Of those who have a row, none is without: the API names nobody in the other two alone.
              row.counsellor === null ? [] : [<OwnRow key={row.counsellor.id} row={row} counsellor={row.counsellor} />],
            )}
            {hasNobody && (
              <Row
                row={unattributed}
                name="Nobody"
                whose={{ counsellor: 'unattributed' }}
                head={<DefinedTerm label="Nobody" title="Unattributed" defined={['unattributed']} />}
              />
            )}
          </Table.Tbody>
          <Table.Tfoot>
            <Row row={total} name="Total" whose={null} head={<DefinedTerm label="Total" defined={['total']} />} />
          </Table.Tfoot>
        </Table>
      </div>
      <p className={classes.under}>
        <DefinedTerm label="Distinct calls" defined={['distinctCalls']} />{' '}
        <CountedLink of="Distinct calls" count={distinctCalls} list={{ counted: 'any' }} />
      </p>
    </>
  );
}

interface TableProps {
  readonly report: ProductivityReport;
}

function Head() {
  return (
    <Table.Thead>
      <Table.Tr>
        <Table.Th rowSpan={2} scope="col" className={classes.first}>
          Counsellor
        </Table.Th>
        {PRODUCTIVITY_COLUMNS.map(({ label, columns }) => (
          <Table.Th key={label} colSpan={columns.length} scope="colgroup" className={classes.group}>
            {label}
          </Table.Th>
        ))}
      </Table.Tr>
      <Table.Tr>
        {PRODUCTIVITY_COLUMNS.flatMap(({ columns }) =>
          columns.map(({ id, label, title, defined }, index) => (
            <Table.Th key={id} scope="col" className={index === 0 ? classes.begins : undefined}>
              <DefinedTerm label={label} title={title} defined={defined} />
            </Table.Th>
          )),
        )}
      </Table.Tr>
    </Table.Thead>
  );
}

interface OwnRowProps {
  readonly row: ProductivityRow;
  readonly counsellor: NonNullable<ProductivityRow['counsellor']>;
}

function OwnRow({ row, counsellor: { id, name } }: OwnRowProps) {
  const { search } = useReport();
  const alone = (
    <Link
      className={classes.name}
      to="/reports"
      search={{ ...search, counsellor: id }}
      title="Show this counsellor alone"
    >
      {name}
    </Link>
  );
  return <Row row={row} name={name} whose={{ counsellor: id }} head={alone} />;
}

interface RowProps {
  readonly row: ProductivityRow;
  readonly name: string;
  /** Narrows the lists to this row. Null: it is the sum, in which a call of two counsellors is twice, and in no list. */
  readonly whose: CountedSearch | null;
  readonly head: ReactNode;
}

const BEGINS = new Set(PRODUCTIVITY_COLUMNS.flatMap(({ columns }) => columns[0]?.id ?? []));

function Row({ row, name, whose, head }: RowProps) {
  return (
    <Table.Tr>
      <Table.Th scope="row" className={classes.first}>
        {head}
      </Table.Th>
      {COLUMNS.map((column) => (
        <Table.Td key={column.id} className={BEGINS.has(column.id) ? classes.begins : undefined}>
          <Cell column={column} value={row[column.id]} of={`${column.title}, ${name}`} whose={whose} />
        </Table.Td>
      ))}
    </Table.Tr>
  );
}

interface CellProps {
  readonly column: ProductivityColumn;
  readonly value: number | null;
  readonly of: string;
  readonly whose: CountedSearch | null;
}

function Cell({ column: { kind, list }, value, of, whose }: CellProps) {
  if (value === null) return <span className={classes.nothing}>–</span>;
  const shown = kind === 'count' ? undefined : kind === 'stopwatch' ? stopwatch(Math.round(value)) : `${value} s`;
  if (list === null || whose === null) return shown ?? value;
  return (
    <CountedLink of={of} count={value} list={{ ...list, ...whose }}>
      {shown}
    </CountedLink>
  );
}
