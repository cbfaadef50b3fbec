import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { campaignsSchema } from '../../api/presenters/report-campaigns.ts';
import type { hoursSchema } from '../../api/presenters/report-hours.ts';
import type { liveSchema } from '../../api/presenters/report-live.ts';
import type { productivitySchema } from '../../api/presenters/report-productivity.ts';
import type { vendorsSchema } from '../../api/presenters/report-vendors.ts';
import type { reportedSchema } from '../../api/routes/reports.ts';
import type { Call, Page } from '../api/contract.ts';
import { queryOf, request } from '../api/request.ts';
import type { CountedSearch } from './report-search.ts';

export type ProductivityReport = z.infer<typeof productivitySchema>;
export type ProductivityRow = ProductivityReport['total'];
export type HoursReport = z.infer<typeof hoursSchema>;
export type CampaignReport = z.infer<typeof campaignsSchema>;
export type CampaignRow = CampaignReport['rows'][number];
export type VendorReport = z.infer<typeof vendorsSchema>['rows'][number];
export type Board = z.infer<typeof liveSchema>;
export type ReportedCounsellor = z.infer<typeof reportedSchema>;

/** What a report is asked for. */
export interface Asked {
  readonly from: string;
  readonly to: string;
  readonly team?: string | undefined;
  readonly counsellor?: string | undefined;
}

export type ReportName = 'productivity' | 'hours' | 'campaigns' | 'vendors';

export const addressOf = (name: ReportName, { from, to, team, counsellor }: Asked): string =>
  `/v1/reports/${name}${queryOf({ from, to, team, counsellor })}`;

const report = <T>(name: ReportName, asked: Asked) =>
  queryOptions({
    queryKey: ['reports', name, asked],
    queryFn: async ({ signal }) => await request<T>(addressOf(name, asked), { signal }),
  });

export const productivityQuery = (asked: Asked) => report<ProductivityReport>('productivity', asked);
export const hoursQuery = (asked: Asked) => report<HoursReport>('hours', asked);
export const campaignsQuery = (asked: Asked) => report<CampaignReport>('campaigns', asked);
export const vendorsQuery = (asked: Asked) => report<z.infer<typeof vendorsSchema>>('vendors', asked);

/** Whose reports the viewer may see. */
export const reportedQuery = queryOptions({
  queryKey: ['reports', 'counsellors'],
  queryFn: async ({ signal }) => {
    const found: ReportedCounsellor[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<ReportedCounsellor> = await request(
        `/v1/reports/counsellors${queryOf({ limit: 200, cursor })}`,
        {
          signal,
        },
      );
      found.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return found;
  },
  staleTime: 5 * 60_000,
});

/** How often the board is looked up while somebody looks at it. */
const BOARD_MS = 3000;

/** The board. One that can't be read stays as it was, and is asked for again by its own beat. */
export const boardQuery = (team: string | undefined) =>
  queryOptions({
    queryKey: ['reports', 'live', team],
    queryFn: async ({ signal }) => await request<Board>(`/v1/reports/live${queryOf({ team })}`, { signal }),
    refetchInterval: BOARD_MS,
    staleTime: BOARD_MS,
    retry: false,
    // Whoever has no network is to see that the board stands still.
    networkMode: 'always',
  });

/** The calls that a number of a report counts. */
export const countedCallsQuery = (search: CountedSearch) =>
  infiniteQueryOptions({
    queryKey: ['calls', 'counted', search],
    queryFn: async ({ pageParam, signal }) =>
      await request<Page<Call>>(`/v1/calls${queryOf({ ...search, limit: 100, cursor: pageParam })}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
