import { VisuallyHidden } from '@mantine/core';
import { useMatches, useNavigate } from '@tanstack/react-router';
import { createContext, use, useEffect, useRef, type ReactNode } from 'react';
import type { Popup } from '../api/contract.ts';
import { useDesk, useDeskClient } from '../feed/desk-context.tsx';
import { studentOf } from '../words/call.ts';
import { Ringer } from './ringer.ts';
import { useLoud } from './use-loud.ts';
import { useMe } from './use-me.ts';

const UnlockContext = createContext<() => void>(() => undefined);

/** Lets this tab sound; to be called while something is being pressed. */
export const useUnlockSound = (): (() => void) => use(UnlockContext);

/** Makes calls noticed: by sound and desktop notification from one tab of the browser, by the title of each. */
export function AlertKeeper({ children }: { readonly children: ReactNode }) {
  const { me } = useMe();
  const { desk, browser } = useDesk();
  const ringing = desk.popups.filter(({ state }) => state === 'open');
  const loud = useLoud(ringing).filter(({ id }) => !desk.muted.includes(id));
  const unlock = useRinging(browser.alerts && me?.sound === true && loud.length > 0);
  useDesktopNotifications(browser.alerts && !browser.inSight && me?.notifications === true ? ringing : NONE);
  useTitle(ringing[0], desk.missed);
  return (
    <UnlockContext value={unlock}>
      {children}
      <VisuallyHidden role="alert">
        {ringing[0] === undefined ? '' : `${callerOf(ringing[0])} is calling. Alt J goes to the card.`}
      </VisuallyHidden>
    </UnlockContext>
  );
}

const NONE: readonly Popup[] = [];

const callerOf = ({ lead, number, test }: Popup): string => studentOf(lead, number, test);

function useRinging(on: boolean): () => void {
  const client = useDeskClient();
  const ringer = useRef<Ringer | null>(null);
  useEffect(() => {
    const made = new Ringer((canSound) => client.setCanSound(canSound));
    ringer.current = made;
    return () => {
      ringer.current = null;
      made.close();
    };
  }, [client]);
  // Behind the other: by then there is a ringer, a new one too.
  useEffect(() => ringer.current?.ring(on));
  return () => ringer.current?.unlock();
}

/** One notification a ringing card; it goes when the card does. */
function useDesktopNotifications(popups: readonly Popup[]): void {
  const navigate = useNavigate();
  const shown = useRef(new Map<string, Notification>());
  useEffect(() => {
    const current = shown.current;
    for (const [id, notification] of current) {
      if (popups.some((popup) => popup.id === id)) continue;
      notification.close();
      current.delete(id);
    }
    if (!('Notification' in window) || Notification.permission !== 'granted') return;
    for (const popup of popups) {
      if (current.has(popup.id)) continue;
      const body = [popup.lead?.stage, popup.campaign].filter((part) => part != null).join(' · ');
      const notification = new Notification(`${callerOf(popup)} is calling`, {
        tag: popup.id,
        body,
        silent: true,
        requireInteraction: true,
      });
      notification.addEventListener('click', () => {
        window.focus();
        void navigate({ to: '/' });
      });
      current.set(popup.id, notification);
    }
  }, [popups, navigate]);
  useEffect(() => {
    const current = shown.current;
    return () => {
      for (const notification of current.values()) notification.close();
      current.clear();
    };
  }, []);
}

function useTitle(ringing: Popup | undefined, missed: number): void {
  const page = useMatches().at(-1)?.staticData.title ?? 'Callthread';
  useEffect(() => {
    if (ringing !== undefined) document.title = `☎ ${callerOf(ringing)} is calling`;
    else document.title = `${missed > 0 ? `(${missed}) ` : ''}${page} · Callthread`;
  }, [ringing, missed, page]);
}
