import { queryOptions } from '@tanstack/react-query';
import type { Call, Page, TeamMember } from '../api/contract.ts';
import { paged } from '../api/queries.ts';
import { queryOf, request } from '../api/request.ts';

/** The counsellors of the teams I lead, by name. */
export const teamQuery = queryOptions({
  queryKey: ['team', 'members'],
  queryFn: async ({ signal }) => {
    const found: TeamMember[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<TeamMember> = await request(`/v1/team/counsellors${queryOf({ limit: 200, cursor })}`, {
        signal,
      });
      found.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return found;
  },
  // Somebody else's switch: no feed tells of it.
  refetchInterval: 30_000,
});

export const teamWrapUpsQuery = paged<Call>(
  ['pending', 'team'],
  (cursor) => `/v1/pending-calls${queryOf({ scope: 'team', limit: 50, cursor })}`,
);
