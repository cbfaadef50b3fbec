import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { request } from '../api/request.ts';
import { AskFirst } from './ask-first.tsx';
import type { Counsellor, Team } from './contract.ts';
import { Loaded } from './loaded.tsx';
import { counsellorsQuery, teamsQuery } from './queries.ts';
import { PageHead, Section } from './section.tsx';
import { TeamForm } from './team-form.tsx';
import { useRefreshSettings } from './use-setting.ts';
import classes from './settings.module.css';

/** Teams: whose calls “team” means in a permission. */
export function TeamsPage(): ReactNode {
  const teams = useQuery(teamsQuery);
  const { data: people = [] } = useQuery(counsellorsQuery);
  const [open, setOpen] = useState<Team | 'new' | null>(null);
  return (
    <>
      <PageHead
        title="Teams"
        says="Who belongs together. A permission that reaches as far as “team” shows the calls of one’s team; whoever leads a team sees its calls too, and can set its counsellors away."
      >
        <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setOpen('new')}>
          Add a team
        </Button>
      </PageHead>
      <Section title="Teams" says="Counsellors join a team on their own page.">
        <Loaded query={teams}>
          {(list) =>
            list.length === 0 ? (
              <div className={classes.empty}>There is no team yet.</div>
            ) : (
              <ul className={classes.items}>
                {list.map((team) => (
                  <TeamItem key={team.id} team={team} people={people} onOpen={() => setOpen(team)} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Section>
      {open !== null && <TeamForm team={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </>
  );
}

interface TeamItemProps {
  readonly team: Team;
  readonly people: readonly Counsellor[];
  readonly onOpen: () => void;
}

function TeamItem({ team: { id, name, leadIds, members }, people, onOpen }: TeamItemProps) {
  const refresh = useRefreshSettings();
  const leads = leadIds.map((lead) => people.find((one) => one.id === lead)?.name ?? 'somebody who left');
  return (
    <li className={classes.item}>
      <span className={classes.itemWords}>
        <strong>{name}</strong>
        <span className={classes.under}>
          {members === 1 ? 'One counsellor' : `${members} counsellors`},{' '}
          {leads.length === 0 ? 'led by nobody' : `led by ${leads.join(' and ')}`}
        </span>
      </span>
      <Button variant="default" size="compact-xs" aria-label={`Change ${name}`} onClick={onOpen}>
        Change
      </Button>
      <AskFirst
        button="Remove"
        of={name}
        title={`Remove the team ${name}?`}
        says="Only a team that nobody is of any more can be removed: give its counsellors another one first."
        confirm="Remove it"
        done="The team is removed."
        deed={async () => {
          await request(`/v1/settings/teams/${id}`, { method: 'DELETE' });
          refresh();
        }}
      />
    </li>
  );
}
