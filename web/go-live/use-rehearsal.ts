import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/request.ts';
import { tellProblem } from '../shell/tell.tsx';
import { goLiveQuery, type Check, type GoLiveResult } from './queries.ts';

export type Dialect = GoLiveResult['dialects'][number];

interface Rehearsing {
  readonly id: string;
  /** Absent: all. */
  readonly checks?: readonly Check['key'][];
  readonly dialect: Dialect;
}

const KEY = ['go-live', 'rehearse'] as const;

/** Plays the vendor. It goes on while its page is left or not yet there; what it does is seen by reading the check. */
export function useRehearsal(): { readonly rehearse: (what: Rehearsing) => void; readonly isPending: boolean } {
  const queries = useQueryClient();
  const { mutate } = useMutation({
    mutationKey: KEY,
    mutationFn: async ({ id, ...body }: Rehearsing) =>
      await request<GoLiveResult>(`/v1/go-live/${id}/rehearse`, { method: 'POST', body }),
    onSuccess: (result) => queries.setQueryData(goLiveQuery(result.id).queryKey, result),
    onError: tellProblem,
  });
  return { rehearse: mutate, isPending: useIsMutating({ mutationKey: KEY }) > 0 };
}
