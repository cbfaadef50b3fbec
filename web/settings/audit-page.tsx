import { NativeSelect, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { colleaguesQuery } from '../api/queries.ts';
import { ListState } from '../desk/list-state.tsx';
import { MoreButton } from '../desk/more-button.tsx';
import { Filters } from '../shell/filters.tsx';
import { narrowed } from '../shell/narrowed.ts';
import { useSession } from '../shell/session.tsx';
import { AuditEntry } from './audit-entry.tsx';
import { AUDIT_KINDS } from './audit-words.ts';
import {
  apiKeysQuery,
  auditQuery,
  formsQuery,
  roleGrantsQuery,
  teamsQuery,
  webhooksQuery,
  type AuditSearch,
} from './queries.ts';
import { PageHead, Section } from './section.tsx';
import classes from './settings.module.css';

/** Who changed what, when. */
export function AuditPage(): ReactNode {
  // As the route reads it.
  const search = useSearch({ strict: false }) as AuditSearch;
  const { institute } = useSession();
  const navigate = useNavigate();
  const { data: people = [] } = useQuery(colleaguesQuery);
  const { data: teams = [] } = useQuery(teamsQuery);
  const { data: forms = [] } = useQuery(formsQuery);
  const { data: keys = [] } = useQuery(apiKeysQuery);
  const { data: webhooks = [] } = useQuery(webhooksQuery);
  // For what each permission is called: the same whichever role is asked.
  const { data: described } = useQuery(roleGrantsQuery('counsellor'));
  const names = new Map([
    ...[...people, ...teams, ...forms, ...keys].map(({ id, name }) => [id, name] as const),
    ...webhooks.map(({ id, url }) => [id, url] as const),
    ...(described?.items ?? []).map(({ permission, title }) => [permission, title] as const),
  ]);
  const nameOf = (id: string): string | null => names.get(id) ?? null;
  const isNarrowed = Object.keys(search).length > 0;
  const list = useInfiniteQuery(auditQuery(search));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const become = (changes: { readonly [name in keyof AuditSearch]: string }): void => {
    void navigate({ to: '/settings/audit', search: narrowed(search, changes), replace: true });
  };
  return (
    <>
      <PageHead
        title="Audit"
        says={`Every change of settings: who made it, when (in the time of ${institute.timeZone}), and what stood there before and after. Secrets only show as changed.`}
      />
      <Filters
        isNarrowed={isNarrowed}
        onClear={() => void navigate({ to: '/settings/audit', search: {}, replace: true })}
      >
        <NativeSelect
          label="What"
          data={[{ value: '', label: 'Everything' }, ...AUDIT_KINDS]}
          value={search.action ?? ''}
          onChange={({ currentTarget }) => become({ action: currentTarget.value })}
        />
        <NativeSelect
          label="By whom"
          data={[{ value: '', label: 'Anybody' }, ...people.map(({ id, name }) => ({ value: id, label: name }))]}
          value={search.by ?? ''}
          onChange={({ currentTarget }) => become({ by: currentTarget.value })}
        />
        <TextInput
          type="date"
          label="From"
          value={search.from ?? ''}
          onChange={({ currentTarget }) => become({ from: currentTarget.value })}
        />
        <TextInput
          type="date"
          label="To"
          value={search.to ?? ''}
          onChange={({ currentTarget }) => become({ to: currentTarget.value })}
        />
      </Filters>
      <Section title="Changes, newest first">
        <ListState
          list={list}
          isEmpty={items.length === 0}
          empty={isNarrowed ? 'No change fits what you are looking for.' : 'Nothing was changed yet.'}
        >
          <ul className={classes.items}>
            {items.map((item) => (
              <AuditEntry key={item.id} item={item} nameOf={nameOf} />
            ))}
          </ul>
          <MoreButton list={list} />
        </ListState>
      </Section>
    </>
  );
}
