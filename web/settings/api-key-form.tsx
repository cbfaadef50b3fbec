import { Checkbox, Input, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { request } from '../api/request.ts';
import type { MadeApiKey } from './contract.ts';
import { FormModal } from './form-modal.tsx';
import { NameField } from './name-field.tsx';
import { scopeWord } from './permission-words.ts';
import { roleGrantsQuery, rolesQuery } from './queries.ts';
import { useDraft } from './use-draft.ts';
import { useRefreshSettings } from './use-setting.ts';
import classes from './api-key-form.module.css';

/** What a key is to be. Once made only its text comes back, which is no part of it. */
interface Wanted {
  readonly name: string;
  readonly roles: readonly string[];
  readonly grants: Readonly<Record<string, string>>;
  readonly [other: string]: unknown;
}

const NOTHING: Wanted = { name: '', roles: [], grants: {} };

interface ApiKeyFormProps {
  readonly onMade: (key: MadeApiKey) => void;
  readonly onClose: () => void;
}

export function ApiKeyForm({ onMade, onClose }: ApiKeyFormProps) {
  const refresh = useRefreshSettings();
  const { data: roles = [] } = useQuery(rolesQuery);
  // For what each permission is called: the same whichever role is asked.
  const { data: described } = useQuery(roleGrantsQuery('counsellor'));
  const draft = useDraft<Wanted>({
    saved: NOTHING,
    write: async (_changes, { name, roles: held, grants }) => {
      const body = { name, roles: held, grants };
      onMade(await request<MadeApiKey>('/v1/settings/api-keys', { method: 'POST', body }));
      return NOTHING;
    },
    onSaved: () => {
      refresh();
      onClose();
    },
    done: 'The key is made.',
  });
  const { roles: held, grants } = draft.value;
  const grant = (permission: string, scope: string): void => {
    const { [permission]: _before, ...others } = grants;
    draft.set('grants', scope === '' ? others : { ...others, [permission]: scope });
  };
  return (
    <FormModal draft={draft} title="Make an API key" save="Make the key" onClose={onClose}>
      <NameField draft={draft} says="Which program it is for." />
      <Input.Wrapper label="Roles" labelElement="div" size="xs" description="It may do what these grant.">
        <div className={classes.roles} role="group" aria-label="Roles">
          {roles.map(({ role }) => (
            <Checkbox
              key={role}
              size="xs"
              label={role}
              checked={held.includes(role)}
              onChange={({ currentTarget: { checked } }) =>
                draft.set('roles', checked ? [...held, role] : held.filter((one) => one !== role))
              }
            />
          ))}
        </div>
      </Input.Wrapper>
      <details className={classes.details}>
        <summary>Grants of its own</summary>
        {described?.items.map(({ permission, title, scopes }) => (
          <NativeSelect
            key={permission}
            label={title}
            data={[
              { value: '', label: 'As its roles' },
              ...[...scopes, 'no'].map((scope) => ({ value: scope, label: scopeWord(scope) })),
            ]}
            value={grants[permission] ?? ''}
            error={draft.problemAt(`grants.${permission}`)}
            onChange={({ currentTarget }) => grant(permission, currentTarget.value)}
          />
        ))}
      </details>
    </FormModal>
  );
}
