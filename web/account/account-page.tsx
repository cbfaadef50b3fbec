import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSession } from '../shell/session.tsx';
import { PasswordPanel } from './password-panel.tsx';
import { SessionsPanel } from './sessions-panel.tsx';
import page from '../shell/page.module.css';
import classes from './account.module.css';

/** One's own account. Name and address are the institute's to change. */
export function AccountPage(): ReactNode {
  const { user, institute } = useSession();
  return (
    <div className={page.page}>
      <div className={classes.head}>
        <Title order={1}>Your account</Title>
        <Text size="sm" c="dimmed">
          {user.name} · {user.email} · {institute.name}. To change your name or address, ask whoever administers
          calling.
        </Text>
      </div>
      <div className={classes.columns}>
        <PasswordPanel />
        <SessionsPanel />
      </div>
    </div>
  );
}
