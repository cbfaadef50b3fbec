import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Me } from '../api/contract.ts';
import { meQuery } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { useDeskClient } from '../feed/desk-context.tsx';
import { tellProblem } from './tell.tsx';

type MySwitches = Partial<Pick<Me, 'takingCalls' | 'popups' | 'sound' | 'notifications'>>;

/** One's own switches, and how to change them: shown changed at once, and back when the API refuses. */
export function useMe(): { readonly me: Me | undefined; readonly change: (switches: MySwitches) => void } {
  const queries = useQueryClient();
  const client = useDeskClient();
  const { data: me } = useQuery(meQuery);
  const { mutate } = useMutation({
    mutationFn: async (body: MySwitches) => await request<Me>('/v1/me', { method: 'PUT', body }),
    onMutate: async (switches) => {
      await queries.cancelQueries({ queryKey: meQuery.queryKey });
      const before = queries.getQueryData(meQuery.queryKey);
      if (before !== undefined) queries.setQueryData(meQuery.queryKey, { ...before, ...switches });
      return before;
    },
    onSuccess: (changed) => {
      queries.setQueryData(meQuery.queryKey, changed);
      client.tell('me');
    },
    onError: (error, _switches, before) => {
      queries.setQueryData(meQuery.queryKey, before);
      tellProblem(error);
    },
  });
  return { me, change: mutate };
}
