import { Button, Table, Title } from '@mantine/core';
import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTable } from '@tanstack/react-table';
import { useSearch } from '@tanstack/react-router';
import { IconPlus } from '@tabler/icons-react';
import { useMemo, type ReactNode } from 'react';
import { leadsQuery, type LeadSearch } from '../api/queries.ts';
import { ListState } from '../desk/list-state.tsx';
import { MoreButton } from '../desk/more-button.tsx';
import { ColumnChoice } from './column-choice.tsx';
import { LEAD_COLUMNS, leadTableFeatures } from './lead-columns.tsx';
import { LeadFilters } from './lead-filters.tsx';
import { NewLead } from './new-lead.tsx';
import page from '../shell/page.module.css';
import classes from './leads.module.css';

/** The Lead Manager. What is searched for stands in the address: it can be kept, sent, and gone back to. */
export function LeadListPage(): ReactNode {
  // As the route reads it.
  const search = useSearch({ strict: false }) as LeadSearch;
  const list = useInfiniteQuery(leadsQuery(search));
  const leads = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data]);
  const [visibility, setVisibility] = useLocalStorage<Record<string, boolean>>({
    key: 'callthread-lead-columns',
    defaultValue: { origin: false },
    getInitialValueInEffect: false,
  });
  const table = useTable({
    features: leadTableFeatures,
    columns: LEAD_COLUMNS,
    data: leads,
    getRowId: ({ id }) => id,
    state: { columnVisibility: visibility },
  });
  const [isAdding, adding] = useDisclosure();
  return (
    <div className={page.page}>
      <div className={classes.head}>
        <Title order={1}>Leads</Title>
        <span className={classes.space} />
        <ColumnChoice visibility={visibility} onChange={setVisibility} />
        <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={adding.open}>
          New lead
        </Button>
      </div>
      <LeadFilters search={search} />
      <section className={page.panel} aria-label="Leads found">
        <ListState list={list} isEmpty={leads.length === 0} empty="No lead fits what you are looking for.">
          <div className={classes.scroll} tabIndex={0} role="region" aria-label="Table of leads">
            <Table verticalSpacing={7} horizontalSpacing={14} stickyHeader className={classes.table}>
              <Table.Thead>
                {table.getHeaderGroups().map((group) => (
                  <Table.Tr key={group.id}>
                    {group.headers.map((header) => (
                      <Table.Th key={header.id}>
                        <table.FlexRender header={header} />
                      </Table.Th>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Thead>
              <Table.Tbody>
                {table.getRowModel().rows.map((row) => (
                  <Table.Tr key={row.id}>
                    {row.getVisibleCells().map((cell) => (
                      <Table.Td key={cell.id}>
                        <table.FlexRender cell={cell} />
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
          <MoreButton list={list} />
        </ListState>
      </section>
      <NewLead opened={isAdding} onClose={adding.close} />
    </div>
  );
}
