import { NavLink } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';
import { useId } from 'react';
import { pageAt } from './page-at.ts';
import { ALL_PAGES, PAGE_GROUPS, type PageEntry } from './page-groups.ts';
import { useOnlooker } from './session.tsx';
import classes from './navigation.module.css';

/** The pages there are for whoever is signed in; which those are stands in page-groups.ts. */
export function Navigation() {
  const onlooker = useOnlooker();
  const { pathname } = useLocation();
  const here = pageAt(ALL_PAGES, pathname);
  const groups = PAGE_GROUPS.map(({ name, pages }) => ({
    name,
    pages: pages.filter(({ seenBy }) => seenBy(onlooker)),
  })).filter(({ pages }) => pages.length > 0);
  return (
    <nav aria-label="Pages">
      {groups.map(({ name, pages }) => (
        <Group key={name} name={name} pages={pages} here={here} />
      ))}
    </nav>
  );
}

interface GroupProps {
  readonly name: string;
  readonly pages: readonly PageEntry[];
  readonly here: PageEntry | undefined;
}

function Group({ name, pages, here }: GroupProps) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className={classes.group}>
      <div id={id} className={classes.name}>
        {name}
      </div>
      {pages.map((page) => {
        const { to, label, icon: Icon } = page;
        const isHere = page === here;
        return (
          <NavLink
            key={to}
            component={Link}
            to={to}
            label={label}
            leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
            // The entry of a page that stands below another's address is that page's alone.
            activeOptions={{ exact: true, includeSearch: false }}
            active={isHere}
            aria-current={isHere ? 'page' : undefined}
            variant="light"
            classNames={{ root: classes.page, label: classes.label }}
          />
        );
      })}
    </div>
  );
}
