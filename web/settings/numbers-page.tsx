import { Button, Group, Table, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { readable } from '../words/number.ts';
import { Loaded } from './loaded.tsx';
import { NumberForm } from './number-form.tsx';
import { findDids, type Did } from './number-list.ts';
import { numbersQuery } from './queries.ts';
import { Reattribute } from './reattribute.tsx';
import { RemoveNumber } from './remove-number.tsx';
import { PageHead, Section } from './section.tsx';
import classes from './settings.module.css';

/** The numbers students dial, and which campaign each belongs to. */
export function NumbersPage(): ReactNode {
  const numbers = useQuery(numbersQuery);
  const [search, setSearch] = useState('');
  // Null: none is open; a number: that one; 'new': one that is not there yet.
  const [open, setOpen] = useState<Did | 'new' | null>(null);
  return (
    <>
      <PageHead
        title="Numbers and campaigns"
        says="The virtual numbers students dial. Each call counts for its number’s campaign, and a new lead takes its campaign, source and medium from it."
      >
        <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setOpen('new')}>
          Add a number
        </Button>
      </PageHead>
      <Section
        title="Your numbers"
        actions={
          <TextInput
            type="search"
            aria-label="Find a number"
            placeholder="Number or campaign"
            leftSection={<IconSearch size={15} aria-hidden />}
            value={search}
            onChange={({ currentTarget }) => setSearch(currentTarget.value)}
          />
        }
      >
        <Loaded query={numbers}>{({ dids }) => <Numbers all={dids} search={search} onOpen={setOpen} />}</Loaded>
      </Section>
      {open !== null && <NumberForm did={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </>
  );
}

interface NumbersProps {
  readonly all: readonly Did[];
  readonly search: string;
  readonly onOpen: (did: Did) => void;
}

function Numbers({ all, search, onOpen }: NumbersProps) {
  const found = findDids(all, search);
  if (all.length === 0)
    return (
      <div className={classes.empty}>
        No number yet. Calls on a number that is not here still come in, without campaign.
      </div>
    );
  if (found.length === 0) return <div className={classes.empty}>No number fits what you are looking for.</div>;
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Table of numbers">
      <Table verticalSpacing={8} horizontalSpacing={16} className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Number</Table.Th>
            <Table.Th>Campaign</Table.Th>
            <Table.Th className={classes.roomy}>Source and medium</Table.Th>
            <Table.Th>
              <span className={classes.under}>Change</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {found.map((did) => {
            const { number, label, campaign, source, medium } = did;
            return (
              <Table.Tr key={number}>
                <Table.Td>
                  <strong>{readable(number)}</strong>
                  {label !== null && <span className={classes.under}>{label}</span>}
                </Table.Td>
                <Table.Td>{campaign ?? <span className={classes.under}>None</span>}</Table.Td>
                <Table.Td className={classes.roomy}>
                  {[source, medium].filter((text) => text !== null).join(', ') || '–'}
                </Table.Td>
                <Table.Td>
                  <Group gap={6} wrap="nowrap">
                    <Button
                      variant="default"
                      size="compact-xs"
                      aria-label={`Change ${number}`}
                      onClick={() => onOpen(did)}
                    >
                      Change
                    </Button>
                    <Reattribute
                      compact
                      path="/v1/settings/numbers/attribute"
                      body={{ number }}
                      what={`calls on ${number}`}
                      says="Calls on this number take the campaign that stands here now, instead of what they had when they came."
                    />
                    <RemoveNumber number={number} />
                  </Group>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}
