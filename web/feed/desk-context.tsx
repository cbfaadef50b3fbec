import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { DeskClient, type DeskView } from './desk-client.ts';

const DeskContext = createContext<DeskClient | null>(null);

/** One a page and user, whatever React does with the components around it. */
let current: { readonly userId: string; readonly client: DeskClient } | null = null;

function clientOf(userId: string): DeskClient {
  if (current?.userId !== userId) {
    current?.client.close();
    current = { userId, client: new DeskClient(userId) };
  }
  return current.client;
}

/** Ends this tab's part of the desk: somebody signs out. */
export function closeDesk(): void {
  current?.client.close();
  current = null;
}

export function DeskProvider({ userId, children }: { readonly userId: string; readonly children: ReactNode }) {
  return <DeskContext value={clientOf(userId)}>{children}</DeskContext>;
}

export function useDeskClient(): DeskClient {
  const client = use(DeskContext);
  if (client === null) throw new Error('There is no desk around this component.');
  return client;
}

/** What the counsellor's feed says now. */
export function useDesk(): DeskView {
  const client = useDeskClient();
  return useSyncExternalStore(client.subscribe, client.view);
}

/** Has lists looked up again when the feed, or another tab, says that they may have changed. Once a page. */
export function useFreshLists(): void {
  const client = useDeskClient();
  const queries = useQueryClient();
  const { turns } = useDesk().desk;
  useEffect(() => void queries.invalidateQueries({ queryKey: ['missed'] }), [queries, turns.missed]);
  useEffect(() => void queries.invalidateQueries({ queryKey: ['pending'] }), [queries, turns.pending]);
  useEffect(() => void queries.invalidateQueries({ queryKey: ['popups'] }), [queries, turns.popups]);
  useEffect(() => {
    // The end of a call may give the lead that is being looked at its owner, and stands on its timeline.
    for (const key of [['calls'], ['leads', 'one'], ['leads', 'timeline']])
      void queries.invalidateQueries({ queryKey: key });
  }, [queries, turns.popups, turns.calls, turns.pending, turns.missed]);
  useEffect(
    () =>
      client.onTold((what) => {
        if (what === 'signed_out') window.location.assign('/sign-in');
        else void queries.invalidateQueries({ queryKey: [what] });
      }),
    [client, queries],
  );
}
