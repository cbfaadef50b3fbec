import { Table } from '@mantine/core';
import { CopyButton } from './copy-button.tsx';
import classes from './sheet.module.css';

interface SheetTableProps {
  readonly label: string;
  readonly head: readonly [string, string];
  readonly rows: readonly (readonly [key: string, variable: string])[];
}

/** Keys with the vendor's variables, each to be copied. */
export function SheetTable({ label, head, rows }: SheetTableProps) {
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={label}>
      <Table verticalSpacing={4} horizontalSpacing={10} className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            {head.map((name) => (
              <Table.Th key={name}>{name}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([key, variable]) => (
            <Table.Tr key={key}>
              {[key, variable].map((text, index) => (
                <Table.Td key={head[index]}>
                  <span className={classes.cell}>
                    <code>{text}</code>
                    <CopyButton text={text} what={text} />
                  </span>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
