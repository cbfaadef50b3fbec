import { NativeSelect, NavLink } from '@mantine/core';
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useId, type ReactNode } from 'react';
import { SECTIONS, sectionAt } from './sections.ts';
import classes from './settings.module.css';

/** What stands around every page of settings: their own navigation. Whoever may not change them has not come this far. */
export function SettingsFrame(): ReactNode {
  const { pathname } = useLocation();
  return (
    <div className={classes.frame}>
      <nav className={classes.nav} aria-label="Settings">
        {SECTIONS.map((group) => (
          <Group key={group.name} group={group} here={sectionAt(pathname)} />
        ))}
      </nav>
      <Chooser here={sectionAt(pathname)} />
      <div>
        <Outlet />
      </div>
    </div>
  );
}

function Group({ group: { name, pages }, here }: { readonly group: (typeof SECTIONS)[number]; readonly here: string }) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className={classes.navGroup}>
      <div id={id} className={classes.navName}>
        {name}
      </div>
      {pages.map(({ to, label }) => (
        <NavLink
          key={to}
          component={Link}
          to={to}
          // Its own page and those below it: what is active is said here.
          activeOptions={{ exact: true }}
          label={label}
          active={here === to}
          aria-current={here === to ? 'page' : undefined}
          variant="light"
          styles={{
            root: { borderRadius: 8, paddingBlock: 5 },
            label: { fontSize: 13.5, fontWeight: here === to ? 650 : 500 },
          }}
        />
      ))}
    </div>
  );
}

/** The same where there is no room beside the page. */
function Chooser({ here }: { readonly here: string }) {
  const navigate = useNavigate();
  const options = SECTIONS.map(({ name, pages }) => ({
    group: name,
    items: pages.map(({ to, label }) => ({ value: to, label })),
  }));
  return (
    <NativeSelect
      className={classes.chooser}
      aria-label="Page of settings"
      data={options}
      value={here}
      onChange={({ currentTarget }) => void navigate({ to: currentTarget.value })}
    />
  );
}
