import { Checkbox, Input } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { AgentNumbers } from './agent-numbers.tsx';
import type { Counsellor } from './contract.ts';
import { rolesQuery, teamsQuery, vendorsQuery } from './queries.ts';
import { Section } from './section.tsx';
import { ChoiceRow, ROW, TextRow } from './setting-rows.tsx';
import type { Draft } from './use-draft.ts';
import classes from './settings.module.css';

interface CounsellorFieldsProps {
  readonly draft: Draft<Counsellor>;
  /** Null: of somebody new. */
  readonly id: string | null;
}

/** Who somebody is, and how vendors reach them. */
export function CounsellorFields({ draft, id }: CounsellorFieldsProps) {
  const { data: vendors = [] } = useQuery(vendorsQuery);
  const { data: teams = [] } = useQuery(teamsQuery);
  return (
    <>
      <Section title="Person">
        <TextRow draft={draft} at="name" label="Name" says="As colleagues and students’ leads show it." required />
        <TextRow draft={draft} at="email" label="E-mail" says="What they sign in with." type="email" required />
        <Roles draft={draft} />
        <ChoiceRow
          draft={draft}
          at="teamId"
          label="Team"
          says="Whose calls “team” means in a permission, and who can set them away."
          options={[{ value: '', label: 'No team' }, ...teams.map((team) => ({ value: team.id, label: team.name }))]}
        />
      </Section>
      <Section
        title="Numbers"
        says="By what a vendor rings this counsellor. The first one of a vendor is the one it is told to ring, exactly as you write it; all are recognised."
      >
        <AgentNumbers draft={draft} vendors={vendors} id={id} />
      </Section>
      <Section title="Dialling out">
        <ChoiceRow
          draft={draft}
          at="telephonyPartner"
          label="Telephony partner"
          says="The vendor their clicks to call go out by."
          options={[
            { value: '', label: 'The institute’s default' },
            ...vendors.map(({ vendor, name }) => ({ value: vendor, label: name })),
          ]}
        />
        <TextRow
          draft={draft}
          at="callerId"
          label="Caller ID"
          says="What students see when this counsellor calls. Empty: the vendor’s own choice of number."
          type="tel"
        />
      </Section>
    </>
  );
}

function Roles({ draft }: { readonly draft: Draft<Counsellor> }) {
  const { data: roles = [] } = useQuery(rolesQuery);
  const { roles: held } = draft.value;
  const names = [...new Set([...roles.map(({ role }) => role), ...held])];
  return (
    <Input.Wrapper
      classNames={ROW}
      label="Roles"
      labelElement="div"
      description="What they may do comes with these; of two roles the wider grant counts."
      error={draft.problemAt('roles')}
    >
      <div className={classes.control} role="group" aria-label="Roles">
        {names.map((role) => (
          <Checkbox
            key={role}
            size="xs"
            mb={10}
            label={role}
            checked={held.includes(role)}
            onChange={({ currentTarget: { checked } }) =>
              draft.set('roles', checked ? [...held, role] : held.filter((one) => one !== role))
            }
          />
        ))}
      </div>
    </Input.Wrapper>
  );
}
