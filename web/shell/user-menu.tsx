import {
  Button,
  Divider,
  Popover,
  SegmentedControl,
  Switch,
  Text,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
  type MantineColorScheme,
} from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { IconChevronDown, IconLogout, IconUserCog } from '@tabler/icons-react';
import { useState } from 'react';
import { request } from '../api/request.ts';
import { closeDesk, useDeskClient } from '../feed/desk-context.tsx';
import { useSession } from './session.tsx';
import { tellProblem } from './tell.tsx';
import { useMe } from './use-me.ts';
import classes from './user-menu.module.css';

const SCHEMES = [
  { value: 'auto', label: 'Auto' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

/** Who I am, what I want of this desk, and the way out. */
export function UserMenu() {
  const { user, institute } = useSession();
  const { me, change } = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useSignOut();
  const [isOpen, setOpen] = useState(false);
  const notify = async (wanted: boolean): Promise<void> => {
    // The browser asks once, and only when somebody pressed something.
    if (wanted && 'Notification' in window) await Notification.requestPermission();
    change({ notifications: wanted });
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={280} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <UnstyledButton className={classes.target} onClick={() => setOpen(!isOpen)}>
          <span className={classes.initials} aria-hidden>
            {initials(user.name)}
          </span>
          <VisuallyHidden>{user.name}: settings and sign out</VisuallyHidden>
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label="My settings" p={0}>
        <div className={classes.who}>
          <Text size="sm" fw={650}>
            {user.name}
          </Text>
          <Text size="xs" c="dimmed">
            {institute.name} · times in {institute.timeZone.replace('_', ' ')}
          </Text>
        </div>
        <Divider />
        {me !== undefined && (
          <div className={classes.switches}>
            <Switch
              label="Pop-up cards"
              checked={me.popups}
              onChange={({ currentTarget }) => change({ popups: currentTarget.checked })}
            />
            <Switch
              label="Sound"
              checked={me.sound}
              onChange={({ currentTarget }) => change({ sound: currentTarget.checked })}
            />
            <Switch
              label="Desktop notifications"
              description={notificationHint(me.notifications)}
              checked={me.notifications}
              onChange={({ currentTarget }) => void notify(currentTarget.checked)}
            />
          </div>
        )}
        <Divider />
        <div className={classes.scheme}>
          <Text size="xs" c="dimmed" id="scheme-label">
            Colours
          </Text>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-labelledby="scheme-label"
            data={SCHEMES}
            value={colorScheme}
            // One of the three above.
            onChange={(value) => setColorScheme(value as MantineColorScheme)}
          />
        </div>
        <Divider />
        <div className={classes.out}>
          <Button
            variant="subtle"
            color="gray"
            justify="flex-start"
            fullWidth
            leftSection={<IconUserCog size={16} aria-hidden />}
            onClick={() => setOpen(false)}
            renderRoot={(props) => <Link to="/account" {...props} />}
          >
            Account and password
          </Button>
          <Button
            variant="subtle"
            color="gray"
            justify="flex-start"
            fullWidth
            leftSection={<IconLogout size={16} aria-hidden />}
            onClick={signOut}
          >
            Sign out
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function useSignOut(): () => void {
  const queries = useQueryClient();
  const client = useDeskClient();
  const navigate = useNavigate();
  return () => {
    request('/v1/session', { method: 'DELETE' })
      .then(async () => {
        client.tell('signed_out');
        closeDesk();
        await navigate({ to: '/sign-in', search: {} });
        queries.clear();
      })
      .catch(tellProblem);
  };
}

function notificationHint(wanted: boolean): string | null {
  if (!wanted) return null;
  if (!('Notification' in window)) return 'This browser has none.';
  if (Notification.permission === 'denied') return 'Blocked in this browser’s settings for this address.';
  return Notification.permission === 'default' ? 'Not allowed yet in this browser: switch off and on.' : null;
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((part) => part.slice(0, 1))
    .filter((_, index, parts) => index === 0 || index === parts.length - 1)
    .join('')
    .toUpperCase();
