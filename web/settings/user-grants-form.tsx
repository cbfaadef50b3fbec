import { useQuery } from '@tanstack/react-query';
import type { UserGrants } from './contract.ts';
import { PermissionRow } from './permission-row.tsx';
import { findPermissions, scopeWord } from './permission-words.ts';
import { counsellorsQuery, userGrantsQuery } from './queries.ts';
import { Section } from './section.tsx';
import { SettingsForm } from './settings-form.tsx';
import { useGrants } from './use-grants.ts';
import classes from './settings.module.css';

/** What one user is granted or denied beside their roles. */
export function UserGrantsForm({ saved, find }: { readonly saved: UserGrants; readonly find: string }) {
  const { counsellor, items } = saved;
  const { data: people = [] } = useQuery(counsellorsQuery);
  const name = people.find(({ id }) => id === counsellor)?.name ?? 'This user';
  const path = `/v1/settings/counsellors/${counsellor}/permissions`;
  const draft = useGrants({ saved, path, query: userGrantsQuery(counsellor) });
  const found = findPermissions(items, find);
  return (
    <SettingsForm draft={draft} label={`Permissions of ${name}`}>
      <Section
        title={`What ${name} may do`}
        says="What is set here goes before their roles: it can grant more, or deny what a role gives."
      >
        {found.length === 0 && <div className={classes.empty}>No permission fits what you are looking for.</div>}
        {found.map(({ permission, title, description, scopes, ofRoles }) => (
          <PermissionRow
            key={permission}
            title={title}
            description={description}
            options={[
              {
                value: '',
                label: `As their roles: ${ofRoles === null ? 'not granted' : scopeWord(ofRoles).toLowerCase()}`,
              },
              ...[...scopes, 'no'].map((scope) => ({ value: scope, label: scopeWord(scope) })),
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
