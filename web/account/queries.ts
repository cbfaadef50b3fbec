import type { OwnSession } from '../api/contract.ts';
import { paged } from '../api/queries.ts';
import { queryOf } from '../api/request.ts';

export const ownSessionsQuery = paged<OwnSession>(
  ['sessions'],
  (cursor) => `/v1/sessions${queryOf({ limit: 20, cursor })}`,
);
