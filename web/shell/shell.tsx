import { Burger, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useLocation, useRouter, useRouterState } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { queryOf } from '../api/request.ts';
import { CallDock } from '../desk/call-dock.tsx';
import { DeskProvider, useDesk, useFreshLists } from '../feed/desk-context.tsx';
import { AlertKeeper } from './alert-keeper.tsx';
import { ConnectionState } from './connection-state.tsx';
import { Navigation } from './navigation.tsx';
import { pageAt } from './page-at.ts';
import { NotForYou } from './page-error.tsx';
import { GATES } from './page-groups.ts';
import { SoundButton } from './sound-button.tsx';
import { useOnlooker, useSession } from './session.tsx';
import { TakingCalls } from './taking-calls.tsx';
import { UserMenu } from './user-menu.tsx';
import { Wordmark } from './wordmark.tsx';
import { WorkCounts } from './work-counts.tsx';
import classes from './shell.module.css';

/** The desk has the cards itself; a phone dials, and its calls are seen at the desk. */
const HAVE_THEIR_OWN = new Set(['/', '/phone']);

/** What stands around every page behind the door, and keeps the one stream of the browser. */
export function Shell(): ReactNode {
  return (
    <DeskProvider userId={useSession().user.id}>
      <AlertKeeper>
        <Frame />
      </AlertKeeper>
    </DeskProvider>
  );
}

function Frame() {
  useFreshLists();
  useDoor();
  const { pathname } = useLocation();
  // The page that is shown, not the one that is still being loaded: the desk has its cards itself.
  const shown = useRouterState({ select: ({ resolvedLocation, location }) => (resolvedLocation ?? location).pathname });
  const onlooker = useOnlooker();
  const isTheirs = pageAt(GATES, shown)?.seenBy(onlooker) ?? true;
  const [menuOpen, menu] = useDisclosure();
  const { close } = menu;
  useEffect(close, [close, pathname]);
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#page">
        Skip to the page
      </a>
      <aside className={classes.side}>
        <div className={classes.brand}>
          <Wordmark />
        </div>
        <Navigation />
      </aside>
      <header className={classes.head}>
        <Burger className={classes.burger} size="sm" opened={menuOpen} onClick={menu.toggle} aria-label="Menu" />
        <ConnectionState />
        <SoundButton />
        <div className={classes.space} />
        <TakingCalls />
        <WorkCounts />
        <UserMenu />
      </header>
      <div className={classes.body}>
        {!HAVE_THEIR_OWN.has(shown) && <CallDock />}
        <main id="page" tabIndex={-1} className={classes.main}>
          {isTheirs ? <Outlet /> : <NotForYou />}
        </main>
      </div>
      <Drawer
        opened={menuOpen}
        onClose={close}
        title={<Wordmark />}
        size={260}
        closeButtonProps={{ 'aria-label': 'Close the menu' }}
      >
        <Navigation />
      </Drawer>
    </div>
  );
}

/** Out of the door when the session ends, wherever it was ended. By a new document: nothing of theirs stays in this one. */
function useDoor(): void {
  const { connection } = useDesk().desk;
  const router = useRouter();
  useEffect(() => {
    if (connection !== 'signed_out') return;
    const { href } = router.latestLocation;
    window.location.assign(`/sign-in${queryOf({ to: href === '/' ? null : href })}`);
  }, [connection, router]);
}
