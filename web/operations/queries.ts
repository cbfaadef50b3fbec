import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Call, Page } from '../api/contract.ts';
import { callQuery } from '../api/queries.ts';
import { queryOf, request } from '../api/request.ts';
import type {
  CallNote,
  Delivery,
  Explanation,
  Health,
  LogEntry,
  LogItem,
  Operations,
  Vendor,
  Webhook,
} from './contract.ts';

const paged = <T>(key: readonly unknown[], address: (cursor: string | null) => string) =>
  infiniteQueryOptions({
    queryKey: ['operations', ...key],
    queryFn: async ({ pageParam, signal }) => await request<Page<T>>(address(pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** How the work goes; somebody who watches sees it move. */
export const operationsQuery = queryOptions({
  queryKey: ['operations', 'now'],
  queryFn: async ({ signal }) => await request<Operations>('/v1/operations', { signal }),
  refetchInterval: 15_000,
});

export const PROBLEMS = ['unknown', 'stuck', 'repaired'] as const;
export type Problem = (typeof PROBLEMS)[number];

export const problemCallsQuery = (problem: Problem) =>
  paged<Call>(['calls', problem], (cursor) => `/v1/calls${queryOf({ problem, limit: 25, cursor })}`);

/** What requests can be looked for by, in the words of the API. */
export interface LogSearch {
  readonly search?: string;
  readonly vendor?: string;
  readonly endpoint?: string;
  readonly outcome?: string;
  readonly from?: string;
  readonly to?: string;
}

export const logsQuery = (search: LogSearch) =>
  paged<LogItem>(['logs', search], (cursor) => `/v1/telephony-logs${queryOf({ ...search, limit: 50, cursor })}`);

export const logEntryQuery = (id: string) =>
  queryOptions({
    queryKey: ['operations', 'log', id],
    queryFn: async ({ signal }) => await request<LogEntry>(`/v1/telephony-logs/${id}`, { signal }),
  });

/** The feed tells of one's own calls alone: while somebody else's is on, it is looked up again. */
const WATCHED_MS = 3000;

/** A call somebody looks at who may have no part in it. */
export const watchedCallQuery = (id: string) =>
  queryOptions({
    ...callQuery(id),
    refetchInterval: ({ state }: { state: { data: Call | undefined } }) =>
      state.data?.state === 'ended' ? false : WATCHED_MS,
  });

/** @param isOn the call may still become another */
export const explanationQuery = (callId: string, isOn: boolean) =>
  queryOptions({
    queryKey: ['calls', 'explanation', callId],
    queryFn: async ({ signal }) => await request<Explanation>(`/v1/calls/${callId}/explanation`, { signal }),
    refetchInterval: isOn ? WATCHED_MS : false,
  });

export const callNotesQuery = (callId: string) =>
  infiniteQueryOptions({
    queryKey: ['calls', 'notes', callId],
    queryFn: async ({ pageParam, signal }) =>
      await request<Page<CallNote>>(`/v1/calls/${callId}/notes${queryOf({ limit: 50, cursor: pageParam })}`, {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const healthQuery = queryOptions({
  queryKey: ['operations', 'health'],
  queryFn: async ({ signal }) => await request<Health>('/v1/settings/health', { signal }),
});

export interface DeliverySearch {
  readonly state?: string;
  readonly webhook?: string;
  readonly event?: string;
}

/** While something shown is on its way, somebody waits to see it arrive. */
export const deliveriesQuery = (search: DeliverySearch) =>
  infiniteQueryOptions({
    ...paged<Delivery>(
      ['deliveries', search],
      (cursor) => `/v1/settings/webhook-deliveries${queryOf({ ...search, limit: 50, cursor })}`,
    ),
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some((one) => one.state === 'pending')) === true ? 3000 : false,
  });

/** What was given up of late; so many are enough to know that something is wrong. */
export const deadDeliveriesQuery = queryOptions({
  queryKey: ['operations', 'deliveries', 'dead'],
  queryFn: async ({ signal }) =>
    await request<Page<Delivery>>('/v1/settings/webhook-deliveries?state=dead&limit=50', { signal }),
});

/** Five, or a few more. */
export const vendorsQuery = queryOptions({
  queryKey: ['operations', 'vendors'],
  queryFn: async ({ signal }) => await request<Page<Vendor>>('/v1/settings/telephony?limit=200', { signal }),
});

/** There are at most 20 of an institute. */
export const webhooksQuery = queryOptions({
  queryKey: ['operations', 'webhooks'],
  queryFn: async ({ signal }) => await request<Page<Webhook>>('/v1/settings/webhooks?limit=200', { signal }),
});
