import { Table, Title } from '@mantine/core';
import { CountedLink } from './counted-link.tsx';
import { DefinedTerm } from './defined-term.tsx';
import type { VendorReport } from './queries.ts';
import { shareOf } from './series.ts';
import { VENDOR_LINES } from './vendor-lines.ts';
import page from '../shell/page.module.css';
import classes from './reports.module.css';

/** What one vendor lost, told late or twice, and what was odd about its calls. */
export function VendorPanel({ row }: { readonly row: VendorReport }) {
  const { vendor, name, calls, repeated, flags, reasons } = row;
  return (
    <section className={page.panel} aria-label={name}>
      <div className={page.panelHead}>
        <Title order={2}>{name}</Title>
        <span className={classes.space} />
        <span>
          <CountedLink of={`Calls, ${name}`} count={calls} list={{ vendor, counted: 'any' }} /> calls
        </span>
      </div>
      <div
        className={classes.scroll}
        tabIndex={0}
        role="region"
        aria-label={`What ${name} lost, and what became of it`}
      >
        <Table className={classes.table} horizontalSpacing={14} verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col" className={classes.first}>
                What happened
              </Table.Th>
              <Table.Th scope="col">Calls</Table.Th>
              <Table.Th scope="col">Of all</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {VENDOR_LINES.map(({ id, label, defined, mark, deed }) => (
              <Table.Tr key={id}>
                <Table.Th scope="row" className={classes.first}>
                  <DefinedTerm label={label} defined={[defined]} />
                  <span className={classes.deed}>{deed}</span>
                </Table.Th>
                <Table.Td>
                  <CountedLink of={`${label}, ${name}`} count={row[id]} list={{ vendor, mark }} />
                </Table.Td>
                <Table.Td>{shareOf(row[id], calls)}</Table.Td>
              </Table.Tr>
            ))}
            <Table.Tr>
              <Table.Th scope="row" className={classes.first}>
                <DefinedTerm label="Repeated requests" defined={['repeated']} />
                <span className={classes.deed}>Kept and answered as before; nothing is counted twice.</span>
              </Table.Th>
              <Table.Td>{repeated}</Table.Td>
              <Table.Td />
            </Table.Tr>
          </Table.Tbody>
        </Table>
      </div>
      <Found title="Why clicks failed" row={row} counts={reasons} markOf={(reason) => `reason:${reason}`} />
      <Found title="What else was odd about calls" row={row} counts={withoutLines(flags)} markOf={(flag) => flag} />
    </section>
  );
}

/** The flags that no line of the table stands for. */
const withoutLines = (flags: VendorReport['flags']): VendorReport['flags'] =>
  Object.fromEntries(Object.entries(flags).filter(([flag]) => VENDOR_LINES.every(({ mark }) => mark !== flag)));

interface FoundProps {
  readonly title: string;
  readonly row: VendorReport;
  readonly counts: Readonly<Record<string, number>>;
  readonly markOf: (code: string) => string;
}

/** On how many calls something was found, with what it means, the most frequent first. */
function Found({ title, row: { vendor, meanings }, counts, markOf }: FoundProps) {
  const found = Object.entries(counts).toSorted(([, a], [, b]) => b - a);
  if (found.length === 0) return null;
  return (
    <div className={classes.found}>
      <Title order={3}>{title}</Title>
      <ul>
        {found.map(([code, count]) => (
          <li key={code}>
            <span className={classes.foundCount}>
              <CountedLink
                of={`${meanings[code] ?? code}: calls`}
                count={count}
                list={{ vendor, mark: markOf(code) }}
              />
            </span>
            <span>{meanings[code] ?? code}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
