import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Call } from '../api/contract.ts';
import { randomId } from '../api/random-id.ts';
import { request } from '../api/request.ts';
import { tellProblem } from '../shell/tell.tsx';

/** Whom a click calls: a lead by one of its phones or for one of its applications, or back to the number of a call. */
export type CallTarget =
  | { readonly leadId: string; readonly phoneId?: string; readonly applicationId?: string }
  | { readonly callId: string };

/** By the vendor, or by the counsellor's own phone. */
export type Via = 'cloud' | 'app';

interface Click {
  readonly target: CallTarget;
  readonly via: Via;
}

/** Calls a student. Each click has its key; that two clicks make one call is the API's doing. */
export function useClickToCall(): { readonly call: (click: Click) => void; readonly isPending: boolean } {
  const queries = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: async ({ target, via }: Click) =>
      await request<{ call: Call }>('/v1/calls', {
        method: 'POST',
        body: { ...target, via },
        headers: { 'idempotency-key': randomId() },
      }),
    onError: (error) => {
      tellProblem(error);
      // What forbids it may be a setting that changed.
      void queries.invalidateQueries({ queryKey: ['calling'] });
    },
  });
  return { call: mutate, isPending };
}
