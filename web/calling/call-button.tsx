import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconCloud, IconDeviceMobile, IconPhoneOutgoing } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { callingQuery } from '../api/queries.ts';
import { useMay } from '../shell/session.tsx';
import { useClickToCall, type CallTarget, type Via } from './use-click-to-call.ts';

interface CallButtonProps {
  readonly target: CallTarget;
  /** Whom, for those who don't see which row the button stands in: "Riya Sharma". */
  readonly whom: string;
  readonly label?: string;
  /** Why this one is not to be called, beside what holds for all. */
  readonly refusal?: string | null;
  /** An icon alone, for rows of a table. */
  readonly compact?: boolean;
  readonly primary?: boolean;
  /** Which permission it needs: that of the manager it stands in. */
  readonly needs?: 'make_calls_leads' | 'make_calls_applications';
}

/** Click to call. Without the permission it is not there; without a way it says why. With two ways the counsellor chooses. */
export function CallButton({
  target,
  whom,
  label = 'Call',
  refusal = null,
  compact = false,
  primary = false,
  needs = 'make_calls_leads',
}: CallButtonProps) {
  const isAllowed = useMay()(needs);
  const { data: calling } = useQuery({ ...callingQuery, enabled: isAllowed });
  const { call, isPending } = useClickToCall();
  if (!isAllowed || calling === undefined) return null;
  const reason = calling.reason?.text ?? refusal;
  const [only] = calling.via;
  const name = `${label} ${whom}`;
  // Not `disabled`: a button that says why it does nothing must be reachable.
  const state = { 'aria-label': name, 'aria-disabled': reason !== null || isPending, 'data-disabled': reason !== null };
  const face = (deed: { readonly onClick?: () => void }) =>
    compact ? (
      <ActionIcon variant="light" color="brand" {...state} {...deed}>
        <IconPhoneOutgoing size={16} aria-hidden />
      </ActionIcon>
    ) : (
      <Button
        variant={primary ? 'filled' : 'light'}
        leftSection={<IconPhoneOutgoing size={15} aria-hidden />}
        {...state}
        {...deed}
      >
        {label}
      </Button>
    );
  if (reason !== null) return <Tooltip label={reason}>{face({})}</Tooltip>;
  const by = (via: Via) => () => {
    if (!isPending) call({ target, via });
  };
  if (calling.via.length === 1 && only !== undefined) return face({ onClick: by(only) });
  return (
    <Menu>
      <Menu.Target>{face({})}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconCloud size={16} aria-hidden />} onClick={by('cloud')}>
          Through the telephone system
        </Menu.Item>
        <Menu.Item leftSection={<IconDeviceMobile size={16} aria-hidden />} onClick={by('app')}>
          By my own phone
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
