import { MultiSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { request } from '../api/request.ts';
import type { Team } from './contract.ts';
import { FormModal } from './form-modal.tsx';
import { NameField } from './name-field.tsx';
import { counsellorsQuery } from './queries.ts';
import { useEntry } from './use-entry.ts';

const PATH = '/v1/settings/teams';
const NEW: Team = { id: '', name: '', leadIds: [], members: 0 };

interface TeamFormProps {
  /** Null: a new one. */
  readonly team: Team | null;
  readonly onClose: () => void;
}

export function TeamForm({ team, onClose }: TeamFormProps) {
  const { data: people = [] } = useQuery(counsellorsQuery);
  const draft = useEntry<Team>({
    path: PATH,
    entry: team,
    fresh: NEW,
    bodyOf: ({ name, leadIds }) => ({ name, leadIds }),
    read: async (id) => await request<Team>(`${PATH}/${id}`),
    onClose,
    done: 'The team is saved.',
  });
  return (
    <FormModal
      draft={draft}
      title={team === null ? 'Add a team' : `Team ${team.name}`}
      save={team === null ? 'Add it' : 'Save'}
      onClose={onClose}
    >
      <NameField draft={draft} />
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
