import { Button, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ListState } from '../desk/list-state.tsx';
import { MoreButton } from '../desk/more-button.tsx';
import { useMay } from '../shell/session.tsx';
import { ApplicationDialog } from './application-dialog.tsx';
import { ApplicationFilters } from './application-filters.tsx';
import { ApplicationTable } from './application-table.tsx';
import { applicationsQuery, type ApplicationSearch } from './queries.ts';
import page from '../shell/page.module.css';
import leads from '../leads/leads.module.css';
import classes from './applications.module.css';

/** The Application Manager. What is searched for stands in the address, as in the Lead Manager. */
export function ApplicationListPage(): ReactNode {
  // As the route reads it.
  const search = useSearch({ strict: false }) as ApplicationSearch;
  const list = useInfiniteQuery(applicationsQuery(search));
  const applications = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const mayCall = useMay()('make_calls_applications');
  const [isAdding, adding] = useDisclosure();
  return (
    <div className={page.page}>
      <div className={leads.head}>
        <div className={classes.title}>
          <Title order={1}>Applications</Title>
          <Text size="sm" c="dimmed">
            How far students are with each form they apply by.
            {mayCall && ' You can call from here for the forms your administrator chose.'}
          </Text>
        </div>
        <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={adding.open}>
          New application
        </Button>
      </div>
      <ApplicationFilters search={search} />
      <section className={page.panel} aria-label="Applications found">
        <ListState
          list={list}
          isEmpty={applications.length === 0}
          empty={
            Object.keys(search).length > 0
              ? 'No application fits what you are looking for.'
              : 'There are no applications yet. Begin one here, or in the profile of a lead.'
          }
        >
          <ApplicationTable applications={applications} />
          <MoreButton list={list} />
        </ListState>
      </section>
      <ApplicationDialog opened={isAdding} onClose={adding.close} />
    </div>
  );
}
