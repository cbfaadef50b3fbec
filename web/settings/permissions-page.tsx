import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { IconSearch } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { Loaded } from './loaded.tsx';
import { NewRole } from './new-role.tsx';
import { counsellorsQuery, roleGrantsQuery, rolesQuery, userGrantsQuery } from './queries.ts';
import { RoleGrantsForm } from './role-grants-form.tsx';
import { PageHead } from './section.tsx';
import { UserGrantsForm } from './user-grants-form.tsx';
import classes from './permissions.module.css';

/** Whose permissions are looked at, as the address says it: a role's, or one user's own beside their roles. */
export interface PermissionSearch {
  readonly role?: string;
  readonly user?: string;
}

const USUAL = 'counsellor';

/** Who may do what. Found by searching "call". */
export function PermissionsPage(): ReactNode {
  // As the route reads it.
  const { role = USUAL, user } = useSearch({ strict: false }) as PermissionSearch;
  const [find, setFind] = useState('');
  return (
    <>
      <PageHead
        title="Permissions"
        says="What a role lets people do, from their next click on. Nothing is granted until you grant it; somebody always has to be left who may configure calling."
      />
      <div className={classes.tools}>
        <WhoseSelect role={role} user={user} />
        <TextInput
          className={classes.find}
          type="search"
          label="Search"
          placeholder="For example: call"
          leftSection={<IconSearch size={15} aria-hidden />}
          value={find}
          onChange={({ currentTarget }) => setFind(currentTarget.value)}
        />
        <NewRole />
      </div>
      {user === undefined ? (
        <OfRole key={role} role={role} find={find} />
      ) : (
        <OfUser key={user} user={user} find={find} />
      )}
    </>
  );
}

function OfRole({ role, find }: { readonly role: string; readonly find: string }) {
  const grants = useQuery(roleGrantsQuery(role));
  return <Loaded query={grants}>{(saved) => <RoleGrantsForm saved={saved} find={find} />}</Loaded>;
}

function OfUser({ user, find }: { readonly user: string; readonly find: string }) {
  const grants = useQuery(userGrantsQuery(user));
  return <Loaded query={grants}>{(saved) => <UserGrantsForm saved={saved} find={find} />}</Loaded>;
}

function WhoseSelect({ role, user }: { readonly role: string; readonly user: string | undefined }) {
  const navigate = useNavigate();
  const { data: roles = [] } = useQuery(rolesQuery);
  const { data: people = [] } = useQuery(counsellorsQuery);
  const names = [...new Set([...roles.map((one) => one.role), role])];
  const usersOf = (name: string): string => {
    const users = roles.find((one) => one.role === name)?.users ?? 0;
    return users === 1 ? 'one person' : `${users} people`;
  };
  return (
    <NativeSelect
      className={classes.whose}
      label="Whose permissions"
      data={[
        {
          group: 'Roles',
          items: names.map((name) => ({ value: `role:${name}`, label: `${name} (${usersOf(name)})` })),
        },
        {
          group: 'One person’s own, beside their roles',
          items: people.filter(({ active }) => active).map(({ id, name }) => ({ value: `user:${id}`, label: name })),
        },
      ]}
      value={user === undefined ? `role:${role}` : `user:${user}`}
      onChange={({ currentTarget: { value } }) => {
        const [kind, ...rest] = value.split(':');
        const chosen = rest.join(':');
        void navigate({ to: '/settings/permissions', search: kind === 'user' ? { user: chosen } : { role: chosen } });
      }}
    />
  );
}
