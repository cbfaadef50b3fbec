import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { goLiveResultSchema, goLiveSchema } from '../../api/presenters/go-live.ts';
import type { Page } from '../api/contract.ts';
import { queryOf, request } from '../api/request.ts';

export type GoLive = z.infer<typeof goLiveSchema>;
export type GoLiveResult = z.infer<typeof goLiveResultSchema>;
export type Check = GoLiveResult['checks'][number];
export type Step = Check['steps'][number];

export const goLivesQuery = infiniteQueryOptions({
  queryKey: ['go-live', 'list'],
  queryFn: async ({ pageParam, signal }) =>
    await request<Page<GoLive>>(`/v1/go-live${queryOf({ limit: 20, cursor: pageParam })}`, { signal }),
  initialPageParam: null as string | null,
  getNextPageParam: ({ nextCursor }) => nextCursor,
});

/** While a check is on its steps tick by themselves. */
const TICK_MS = 1200;

export const goLiveQuery = (id: string) =>
  queryOptions({
    queryKey: ['go-live', 'one', id],
    queryFn: async ({ signal }) => await request<GoLiveResult>(`/v1/go-live/${id}`, { signal }),
    refetchInterval: ({ state: { data } }) => (data?.open === true ? TICK_MS : false),
  });
