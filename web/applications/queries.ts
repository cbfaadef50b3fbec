import { queryOptions } from '@tanstack/react-query';
import type { Application, ApplicationValues } from '../api/contract.ts';
import { paged } from '../api/queries.ts';
import { queryOf, request } from '../api/request.ts';

/** What the list of applications can be narrowed by, in the words of the API. */
export interface ApplicationSearch {
  readonly search?: string;
  readonly form?: string;
  readonly status?: string;
  readonly owner?: string;
}

export const applicationsQuery = (search: ApplicationSearch) =>
  paged<Application>(
    ['applications', 'list', search],
    (cursor) => `/v1/applications${queryOf({ ...search, limit: 50, cursor })}`,
  );

export const applicationsOfLeadQuery = (lead: string) =>
  paged<Application>(
    ['applications', 'of', lead],
    (cursor) => `/v1/applications${queryOf({ lead, limit: 20, cursor })}`,
  );

export const applicationValuesQuery = queryOptions({
  queryKey: ['applications', 'values'],
  queryFn: async ({ signal }) => await request<ApplicationValues>('/v1/applications/values', { signal }),
  staleTime: 60_000,
});
