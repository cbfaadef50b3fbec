import { NativeSelect, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { colleaguesQuery } from '../api/queries.ts';
import { ListState } from '../desk/list-state.tsx';
import { MoreButton } from '../desk/more-button.tsx';
import { narrowed } from '../shell/narrowed.ts';
import { AuditEntry } from './audit-entry.tsx';
import { AUDIT_KINDS } from './audit-words.ts';
import { auditQuery, formsQuery, teamsQuery, type AuditSearch } from './queries.ts';
import { PageHead, Section } from './section.tsx';
import permissions from './permissions.module.css';
import classes from './settings.module.css';

/** Who changed what, when. */
export function AuditPage(): ReactNode {
  // As the route reads it.
  const search = useSearch({ strict: false }) as AuditSearch;
  const navigate = useNavigate();
  const { data: people = [] } = useQuery(colleaguesQuery);
  const { data: teams = [] } = useQuery(teamsQuery);
  const { data: forms = [] } = useQuery(formsQuery);
  const names = new Map([...people, ...teams, ...forms].map(({ id, name }) => [id, name]));
  const nameOf = (id: string): string | null => names.get(id) ?? null;
  const list = useInfiniteQuery(auditQuery(search));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const become = (changes: { readonly [name in keyof AuditSearch]: string }): void => {
    void navigate({ to: '/settings/audit', search: narrowed(search, changes), replace: true });
  };
  return (
    <>
      <PageHead
        title="Audit"
        says="Every change of settings: who made it, when, and what stood there before and after. Secrets only show as changed."
      />
      <search className={permissions.tools}>
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
      </search>
      <Section title="Changes, newest first">
        <ListState list={list} isEmpty={items.length === 0} empty="No change fits what you are looking for.">
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
