import { Switch, Title } from '@mantine/core';
import { useMutation, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import type { TeamMember } from '../api/contract.ts';
import { request } from '../api/request.ts';
import { ListState } from '../desk/list-state.tsx';
import { tellProblem } from '../shell/tell.tsx';
import { teamQuery } from './queries.ts';
import desk from '../desk/desk-page.module.css';
import page from '../shell/page.module.css';

/** Who takes calls, and who is away. */
export function MembersPanel({ members }: { readonly members: UseQueryResult<readonly TeamMember[]> }) {
  const people = members.data ?? [];
  return (
    <section className={page.panel} aria-label="Who takes calls">
      <div className={page.panelHead}>
        <Title order={2}>Who takes calls</Title>
      </div>
      <ListState list={members} isEmpty={people.length === 0} empty="Nobody is in your team yet.">
        <ul className={desk.rows}>
          {people.map((member) => (
            <Row key={member.id} member={member} />
          ))}
        </ul>
      </ListState>
    </section>
  );
}

function Row({ member: { id, name, takingCalls, team } }: { readonly member: TeamMember }) {
  const queries = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: async (wanted: boolean) =>
      await request(`/v1/team/counsellors/${id}`, { method: 'PUT', body: { takingCalls: wanted } }),
    onError: tellProblem,
    onSettled: async () => await queries.invalidateQueries({ queryKey: teamQuery.queryKey }),
  });
  return (
    <li className={desk.row}>
      <span className={desk.rowText}>
        <span className={desk.rowName}>{name}</span>
        <span className={desk.rowMore}>{team.name}</span>
      </span>
      <Switch
        label={takingCalls ? 'Taking calls' : 'Away'}
        aria-label={`${name} takes calls`}
        color="teal.8"
        labelPosition="left"
        checked={takingCalls}
        disabled={isPending}
        onChange={({ currentTarget }) => mutate(currentTarget.checked)}
      />
    </li>
  );
}
