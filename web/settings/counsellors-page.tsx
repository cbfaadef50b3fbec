import { Table, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { Mark } from '../shell/mark.tsx';
import type { Counsellor } from './contract.ts';
import { LinkButton } from './link-button.tsx';
import { Loaded } from './loaded.tsx';
import { counsellorsQuery, teamsQuery, vendorsQuery } from './queries.ts';
import { PageHead, Section } from './section.tsx';
import classes from './settings.module.css';

/** Who can sign in, and under which numbers vendors ring them. */
export function CounsellorsPage(): ReactNode {
  const counsellors = useQuery(counsellorsQuery);
  const [search, setSearch] = useState('');
  return (
    <>
      <PageHead
        title="Counsellors"
        says="Everybody who signs in. A counsellor takes calls when a vendor knows a number of theirs, and their role lets them."
      >
        <LinkButton to="/settings/counsellors/new" leftSection={<IconPlus size={15} aria-hidden />}>
          Add a counsellor
        </LinkButton>
      </PageHead>
      <Section
        title="People"
        actions={
          <TextInput
            type="search"
            aria-label="Find a counsellor"
            placeholder="Name, e-mail or number"
            leftSection={<IconSearch size={15} aria-hidden />}
            value={search}
            onChange={({ currentTarget }) => setSearch(currentTarget.value)}
          />
        }
      >
        <Loaded query={counsellors}>{(all) => <People people={all.filter((one) => fits(one, search))} />}</Loaded>
      </Section>
    </>
  );
}

const fits = ({ name, email, agentNumbers }: Counsellor, search: string): boolean =>
  [name, email, ...agentNumbers.map(({ number }) => number)]
    .join(' ')
    .toLowerCase()
    .includes(search.trim().toLowerCase());

function People({ people }: { readonly people: readonly Counsellor[] }) {
  const { data: vendors = [] } = useQuery(vendorsQuery);
  const { data: teams = [] } = useQuery(teamsQuery);
  const vendorName = (slug: string): string => vendors.find(({ vendor }) => vendor === slug)?.name ?? slug;
  if (people.length === 0) return <div className={classes.empty}>Nobody fits what you are looking for.</div>;
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Table of counsellors">
      <Table verticalSpacing={8} horizontalSpacing={16} className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Role</Table.Th>
            <Table.Th>Team</Table.Th>
            <Table.Th>Numbers at vendors</Table.Th>
            <Table.Th>Now</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {people.map(({ id, name, email, roles, teamId, agentNumbers, active, takingCalls }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <Link className={classes.name} to="/settings/counsellors/$counsellorId" params={{ counsellorId: id }}>
                  {name}
                </Link>
                <span className={classes.under}>{email}</span>
              </Table.Td>
              <Table.Td>{roles.join(', ') || 'None'}</Table.Td>
              <Table.Td>{teams.find((team) => team.id === teamId)?.name ?? '–'}</Table.Td>
              <Table.Td>
                {agentNumbers.length === 0 && <span className={classes.under}>None: can not be rung</span>}
                {agentNumbers.map(({ vendor, number }) => (
                  <span key={`${vendor} ${number}`} className={classes.under}>
                    {number} at {vendorName(vendor)}
                  </span>
                ))}
              </Table.Td>
              <Table.Td>
                {active ? (
                  <Mark tone={takingCalls ? 'talk' : 'plain'}>{takingCalls ? 'Taking calls' : 'Not taking calls'}</Mark>
                ) : (
                  <Mark tone="miss">Deactivated</Mark>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
