import { z } from 'zod';
import { callRow } from '../db/call-rows.ts';
import type { LeadFilter } from '../db/lead-filter.ts';
import { may, type Viewer } from '../domain/access/viewer.ts';
import { readLeadSearch } from '../domain/leads/search.ts';
import { bodyId, filter, typedText } from './field-schemas.ts';

const word = filter(typedText(60));

/** What lists of leads can be narrowed by; the same for the list and its export. */
export const leadFilters = {
  search: typedText(200).default('').meta({ description: 'Name, e-mail, id, or a number in any spelling.' }),
  owner: filter(bodyId),
  stage: word,
  origin: word,
  campaign: filter(typedText(200)),
  lastCallOutcome: filter(callRow.shape.outcome.unwrap()).meta({ description: 'How the last call came out.' }),
  lastCallDirection: filter(callRow.shape.direction),
  neverCalled: filter(z.enum(['true', 'false'])).meta({
    description: '`true`: no call with them has ended yet; `false`: one has.',
  }),
};
const filters = z.object(leadFilters);

/** The filter a query asks for. Whoever may not see numbers finds leads by whole numbers only. */
export const leadFilterOf = (query: z.infer<typeof filters>, viewer: Viewer): LeadFilter => ({
  search: readLeadSearch(query.search, viewer.country, may(viewer, 'full_numbers')),
  owner: query.owner,
  stage: query.stage,
  origin: query.origin,
  campaign: query.campaign,
  lastCallOutcome: query.lastCallOutcome,
  lastCallDirection: query.lastCallDirection,
  neverCalled: query.neverCalled === null ? null : query.neverCalled === 'true',
});
