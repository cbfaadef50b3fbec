import { z } from 'zod';
import type { Attributed, AttributionDeps } from '../../calls/attribute.ts';
import { counsellorId } from '../../db/columns.ts';
import { attributeToCounsellor, attributeToDid } from '../commands/attribute-calls.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { readCursor, writeCursor } from '../paging.ts';

const access = 'configure_calling';
const position = z.tuple([z.number(), z.uuid()]);

const chosen = z.strictObject({
  number: z.string().trim().min(1).max(64),
  from: z.iso.date().meta({ description: "Of calls first heard of on this date in the institute's zone, or later." }),
  cursor: z
    .string()
    .max(1000)
    .nullish()
    .meta({ description: '`nextCursor` of the answer before: goes on from there.' }),
});

export const attributionSchema = z
  .object({
    calls: z.int().meta({ description: 'Calls that were taken anew.' }),
    nextCursor: z
      .string()
      .nullable()
      .meta({ description: 'Not null: there was no time for all of them. Ask again with it.' }),
  })
  .meta({ id: 'Attribution' });

const placeOf = (cursor: string | null | undefined) => {
  const key = readCursor(cursor ?? undefined, position);
  return key === null ? null : { heardAt: key[0], id: key[1] };
};

const answer = ({ calls, next }: Attributed) => ({
  status: 200,
  body: { calls, nextCursor: next === null ? null : writeCursor([next.heardAt, next.id]) },
});

/** What to do after a number was mapped late: its calls are taken anew from a date on. */
export const attributionRoutes = (deps: AttributionDeps): readonly Endpoint[] => [
  endpoint(
    {
      method: 'post',
      path: '/v1/settings/counsellors/{id}/attribute',
      access,
      params: z.object({ id: z.string().toLowerCase().pipe(counsellorId) }),
      body: chosen.extend({ vendor: z.string().min(1).max(50) }),
      responses: { 200: attributionSchema },
      summary:
        'Give this counsellor the calls of one of their agent numbers from a date on, whoever’s they were. Takes up to 15 seconds.',
    },
    async ({ viewer, params: { id }, body: { cursor, ...body } }) =>
      answer(await attributeToCounsellor(deps, viewer, { ...body, id, after: placeOf(cursor) })),
  ),
  endpoint(
    {
      method: 'post',
      path: '/v1/settings/numbers/attribute',
      access,
      body: chosen,
      responses: { 200: attributionSchema },
      summary: 'Have the calls on a DID take its campaign from a date on. Takes up to 15 seconds.',
    },
    async ({ viewer, body: { cursor, ...body } }) =>
      answer(await attributeToDid(deps, viewer, { ...body, after: placeOf(cursor) })),
  ),
];
