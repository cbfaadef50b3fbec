import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  Call,
  Calling,
  Candidate,
  Colleague,
  Dispositions,
  Lead,
  LeadValues,
  Me,
  MissedCall,
  Page,
  Popup,
  Session,
  TimelineItem,
} from './contract.ts';
import { queryOf, request } from './request.ts';

const MINUTE = 60_000;

/** Who is signed in. A problem of code `not_signed_in`: nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => await request<Session>('/v1/session', { signal }),
  staleTime: MINUTE,
});

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => await request<Me>('/v1/me', { signal }),
});

export const callingQuery = queryOptions({
  queryKey: ['calling'],
  queryFn: async ({ signal }) => await request<Calling>('/v1/me/calling', { signal }),
  staleTime: MINUTE,
});

export const dispositionsQuery = queryOptions({
  queryKey: ['dispositions'],
  queryFn: async ({ signal }) => await request<Dispositions>('/v1/settings/dispositions', { signal }),
  staleTime: 10 * MINUTE,
});

export const colleaguesQuery = queryOptions({
  queryKey: ['colleagues'],
  queryFn: async ({ signal }) => {
    const found: Colleague[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<Colleague> = await request(`/v1/counsellors${queryOf({ limit: 200, cursor })}`, { signal });
      found.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return found;
  },
  staleTime: 5 * MINUTE,
});

/** A list of the API, page after page. */
export const paged = <T>(key: readonly unknown[], address: (cursor: string | null) => string) =>
  infiniteQueryOptions({
    queryKey: key,
    queryFn: async ({ pageParam, signal }) => await request<Page<T>>(address(pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const missedQuery = paged<MissedCall>(['missed'], (cursor) => `/v1/missed-calls${queryOf({ cursor })}`);
export const pendingQuery = paged<Call>(['pending'], (cursor) => `/v1/pending-calls${queryOf({ cursor })}`);
export const pastPopupsQuery = paged<Popup>(['popups'], (cursor) => `/v1/popups${queryOf({ limit: 30, cursor })}`);

/** @param day a date of the institute's zone: "2026-11-24" */
export const callsOfDayQuery = (day: string, counsellor: string) =>
  paged<Call>(
    ['calls', 'day', day, counsellor],
    (cursor) => `/v1/calls${queryOf({ from: day, to: day, counsellor, limit: 30, cursor })}`,
  );

export const callQuery = (id: string) =>
  queryOptions({
    queryKey: ['calls', 'one', id],
    queryFn: async ({ signal }) => await request<Call>(`/v1/calls/${id}`, { signal }),
  });

export const candidatesQuery = (callId: string) =>
  queryOptions({
    queryKey: ['calls', 'candidates', callId],
    queryFn: async ({ signal }) => await request<Page<Candidate>>(`/v1/calls/${callId}/candidates`, { signal }),
  });

export const leadValuesQuery = queryOptions({
  queryKey: ['leads', 'values'],
  queryFn: async ({ signal }) => await request<LeadValues>('/v1/leads/values', { signal }),
  staleTime: MINUTE,
});

/** What the list of leads can be narrowed by, in the words of the API. */
export interface LeadSearch {
  readonly search?: string;
  readonly owner?: string;
  readonly stage?: string;
  readonly campaign?: string;
  readonly lastCallOutcome?: string;
  readonly lastCallDirection?: string;
  readonly neverCalled?: string;
  readonly sort?: string;
}

export const leadsQuery = (search: LeadSearch) =>
  paged<Lead>(['leads', 'list', search], (cursor) => `/v1/leads${queryOf({ ...search, limit: 50, cursor })}`);

export const leadQuery = (id: string) =>
  queryOptions({
    queryKey: ['leads', 'one', id],
    queryFn: async ({ signal }) => await request<Lead>(`/v1/leads/${id}`, { signal }),
  });

export const timelineQuery = (leadId: string) =>
  paged<TimelineItem>(
    ['leads', 'timeline', leadId],
    (cursor) => `/v1/leads/${leadId}/timeline${queryOf({ limit: 50, cursor })}`,
  );
