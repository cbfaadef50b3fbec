import { NavLink } from '@mantine/core';
import { IconDeviceMobile, IconHeadset, IconUsers } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';

const PAGES = [
  { to: '/', label: 'Desk', icon: IconHeadset },
  { to: '/leads', label: 'Leads', icon: IconUsers },
  { to: '/phone', label: 'Phone', icon: IconDeviceMobile },
] as const;

export function Navigation() {
  const { pathname } = useLocation();
  const isHere = (to: string): boolean => (to === '/' ? pathname === '/' : pathname.startsWith(to));
  return (
    <nav aria-label="Pages">
      {PAGES.map(({ to, label, icon: Icon }) => (
        <NavLink
          key={to}
          component={Link}
          to={to}
          label={label}
          leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
          active={isHere(to)}
          aria-current={isHere(to) ? 'page' : undefined}
          variant="light"
          styles={{ root: { borderRadius: 8, marginBottom: 2 }, label: { fontWeight: isHere(to) ? 650 : 500 } }}
        />
      ))}
    </nav>
  );
}
