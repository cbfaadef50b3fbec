import { MultiSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { request } from '../api/request.ts';
import type { Team } from './contract.ts';
import { FormModal } from './form-modal.tsx';
import { counsellorsQuery } from './queries.ts';
import { useDraft } from './use-draft.ts';
import { useRefreshSettings } from './use-setting.ts';

const PATH = '/v1/settings/teams';
const NEW: Team = { id: '', name: '', leadIds: [], members: 0 };

interface TeamFormProps {
  /** Null: a new one. */
  readonly team: Team | null;
  readonly onClose: () => void;
}

export function TeamForm({ team, onClose }: TeamFormProps) {
  const refresh = useRefreshSettings();
  const { data: people = [] } = useQuery(counsellorsQuery);
  const draft = useDraft<Team>({
    saved: team ?? NEW,
    ...(team !== null && { read: async () => await request<Team>(`${PATH}/${team.id}`) }),
    write: async (changes, { name, leadIds }) =>
      team === null
        ? await request<Team>(PATH, { method: 'POST', body: { name, leadIds } })
        : await request<Team>(`${PATH}/${team.id}`, { method: 'PUT', body: changes }),
    onSaved: () => {
      refresh();
      onClose();
    },
    done: 'The team is saved.',
  });
  return (
    <FormModal
      draft={draft}
      title={team === null ? 'Add a team' : `Team ${team.name}`}
      save={team === null ? 'Add it' : 'Save'}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        data-autofocus
        autoComplete="off"
        value={draft.value.name}
        error={draft.problemAt('name')}
        onChange={({ currentTarget }) => draft.set('name', currentTarget.value)}
      />
      <MultiSelect
        size="xs"
        label="Led by"
        description="They see the calls of the team as far as their permissions reach “team”, and can set its counsellors away."
        data={people.filter(({ active }) => active).map(({ id, name }) => ({ value: id, label: name }))}
        value={[...draft.value.leadIds]}
        error={draft.problemAt('leadIds')}
        onChange={(ids) => draft.set('leadIds', ids)}
        searchable
        hidePickedOptions
        comboboxProps={{ shadow: 'md' }}
      />
    </FormModal>
  );
}
