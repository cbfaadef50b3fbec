import { useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Session } from '../api/contract.ts';
import { meQuery, sessionQuery } from '../api/queries.ts';
import type { Permission } from '../../domain/access/permissions.ts';
import { clockOf, type Clock } from '../words/time.ts';
import type { Onlooker } from './page-groups.ts';

/** Who is signed in. Behind the door only: the router has seen to that. */
export const useSession = (): Session => useSuspenseQuery(sessionQuery).data;

/** Times in the zone of the institute. */
export function useClock(): Clock {
  const { timeZone } = useSession().institute;
  return useMemo(() => clockOf(timeZone), [timeZone]);
}

/** Whether a permission is held, however far it reaches. The API decides; a page only leaves out what would be refused. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useSession().user;
  return (permission) => permissions.some((held) => held === permission || held.startsWith(`${permission}:`));
}

/** Whoever looks, for what decides which pages they have. */
export function useOnlooker(): Onlooker {
  const { data: me } = useSuspenseQuery(meQuery);
  return { me, may: useMay() };
}
