import { Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useSession } from '../shell/session.tsx';
import { MembersPanel } from './members-panel.tsx';
import { teamQuery } from './queries.ts';
import { WrapUpsPanel } from './wrap-ups-panel.tsx';
import page from '../shell/page.module.css';
import classes from './team.module.css';

/** What the lead of a team does for its counsellors: set them away, and end wrap-ups that they forgot. */
export function TeamPage(): ReactNode {
  const members = useQuery(teamQuery);
  const { permissions } = useSession().user;
  // As the API has it: of whoever manages missed calls and sees the calls of more than themselves.
  const closes =
    permissions.includes('manage_missed_calls') &&
    (permissions.includes('call_logs:team') || permissions.includes('call_logs:all'));
  return (
    <div className={page.page}>
      <div className={classes.head}>
        <Title order={1}>Your team</Title>
        <Text size="sm" c="dimmed">
          Whoever is away gets no calls routed until you, or they, switch it back.
          {closes && ' A wrap-up nobody finishes can be ended here.'}
        </Text>
      </div>
      <div className={classes.columns}>
        <MembersPanel members={members} />
        {closes && <WrapUpsPanel members={members.data ?? []} />}
      </div>
    </div>
  );
}
