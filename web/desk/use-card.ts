import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Call, Popup } from '../api/contract.ts';
import { pendingQuery } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { useDeskClient } from '../feed/desk-context.tsx';
import { tellProblem } from '../shell/tell.tsx';
import { moveOn } from './move-on.ts';

export type Phase = 'ringing' | 'talking' | 'wrap_up';

/** A call while it is among those whose wrap-up I owe. */
export function useOwedCall(callId: string): Call | undefined {
  const { data } = useInfiniteQuery(pendingQuery);
  return data?.pages.flatMap(({ items }) => items).find(({ id }) => id === callId);
}

/** How far a card's call is: an answered one is talked on until its wrap-up is owed. */
export function usePhase({ state, callId }: Popup): Phase {
  const owed = useOwedCall(callId);
  if (state === 'open') return 'ringing';
  return owed === undefined ? 'talking' : 'wrap_up';
}

export interface CardActions {
  readonly viewProfile: () => void;
  /** @param card where it is shown: the keyboard moves on from there */
  readonly dismiss: (card: Element | null) => void;
  readonly mute: (muted: boolean) => void;
}

/** What a counsellor does with a card. The feed tells all screens of it, this one too. */
export function useCardActions({ id, callId }: Popup): CardActions {
  const client = useDeskClient();
  const navigate = useNavigate();
  const { mutate: dismiss } = useMutation({
    mutationFn: async (_card: Element | null) => await request(`/v1/popups/${id}/dismiss`, { method: 'POST' }),
    onSuccess: (_answer, card) => moveOn(card),
    onError: tellProblem,
  });
  const { mutate: viewProfile } = useMutation({
    mutationFn: async () => await request<{ leadId: string | null }>(`/v1/popups/${id}/open`, { method: 'POST' }),
    onSuccess: ({ leadId }) => {
      if (leadId !== null) void navigate({ to: '/leads/$leadId', params: { leadId }, search: { call: callId } });
    },
    onError: tellProblem,
  });
  return { dismiss, viewProfile, mute: (muted) => client.mute(id, muted) };
}
