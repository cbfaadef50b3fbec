import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { request } from '../api/request.ts';
import type { RoleGrants } from './contract.ts';
import { PermissionRow } from './permission-row.tsx';
import { findPermissions, scopeWord, USUAL_SET } from './permission-words.ts';
import { roleGrantsQuery } from './queries.ts';
import { Section } from './section.tsx';
import { SettingsForm } from './settings-form.tsx';
import { useDraft } from './use-draft.ts';
import { useRefreshSettings } from './use-setting.ts';
import classes from './settings.module.css';

/** Permission by permission: how far it is granted; null: not at all. */
type Grants = Readonly<Record<string, string | null>>;

/** Every permission by name, those that are not granted as null: a draft then knows what was taken away. */
export const allOf = (items: readonly { readonly permission: string }[], grants: object): Grants => {
  const held = new Map<string, string>(Object.entries(grants));
  return Object.fromEntries(items.map(({ permission }) => [permission, held.get(permission) ?? null]));
};

/** What a role grants. */
export function RoleGrantsForm({
  saved: { role, items, grants },
  find,
}: {
  readonly saved: RoleGrants;
  readonly find: string;
}) {
  const queries = useQueryClient();
  const refresh = useRefreshSettings();
  const path = `/v1/settings/permissions/${role}`;
  const draft = useDraft<Grants>({
    saved: allOf(items, grants),
    read: async () => allOf(items, (await request<RoleGrants>(path)).grants),
    write: async (changes) => {
      const written = await request<RoleGrants>(path, { method: 'PUT', body: { grants: changes } });
      queries.setQueryData(roleGrantsQuery(role).queryKey, written);
      return allOf(items, written.grants);
    },
    onSaved: () => {
      refresh();
      // What is granted may be one's own.
      void queries.invalidateQueries({ queryKey: ['session'] });
    },
    done: 'The permissions are saved.',
  });
  const found = findPermissions(items, find);
  return (
    <SettingsForm draft={draft} label={`Permissions of ${role}`}>
      <Section
        title={`What the role “${role}” grants`}
        says={`${Object.values(draft.value).filter((scope) => scope !== null).length} of ${items.length} are granted.`}
        actions={
          role !== 'admin' && (
            <Button
              variant="default"
              onClick={() => {
                for (const [permission, scope] of Object.entries(USUAL_SET)) draft.set(permission, scope);
              }}
            >
              Grant the usual set
            </Button>
          )
        }
      >
        {found.length === 0 && <div className={classes.empty}>No permission fits what you are looking for.</div>}
        {found.map(({ permission, title, description, scopes }) => (
          <PermissionRow
            key={permission}
            title={title}
            description={description}
            options={[
              { value: '', label: 'Not granted' },
              ...scopes.map((scope) => ({ value: scope, label: scopeWord(scope) })),
            ]}
            value={draft.value[permission] ?? null}
            error={draft.problemAt(permission) ?? draft.problemAt(`grants.${permission}`)}
            onChange={(scope) => draft.set(permission, scope)}
          />
        ))}
      </Section>
    </SettingsForm>
  );
}
