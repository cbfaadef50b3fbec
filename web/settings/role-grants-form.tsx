import { Button } from '@mantine/core';
import type { RoleGrants } from './contract.ts';
import { PermissionRow } from './permission-row.tsx';
import { findPermissions, scopeWord, USUAL_SET } from './permission-words.ts';
import { roleGrantsQuery } from './queries.ts';
import { Section } from './section.tsx';
import { SettingsForm } from './settings-form.tsx';
import { useGrants } from './use-grants.ts';
import classes from './settings.module.css';

/** What a role grants. */
export function RoleGrantsForm({ saved, find }: { readonly saved: RoleGrants; readonly find: string }) {
  const { role, items } = saved;
  const draft = useGrants({ saved, path: `/v1/settings/permissions/${role}`, query: roleGrantsQuery(role) });
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
