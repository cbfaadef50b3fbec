import { z } from 'zod';
import type { Pool } from '../../db/pool.ts';
import { listPopups } from '../../db/popups.ts';
import type { PopupId } from '../../domain/ids.ts';
import { dismiss, openFromPopup } from '../commands/act-on-popup.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { leadsOf } from '../feed/objects.ts';
import { bodyId } from '../field-schemas.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import { popupSchema, presentPopup } from '../presenters/popup.ts';
import { notFound } from '../problem.ts';

const position = z.tuple([z.number(), z.uuid()]);
// Of an id's form; whether it is one of the viewer's pop-ups the query decides.
const popupParams = z.object({ id: bodyId.transform((id) => id as PopupId) });

/** A counsellor's cards, and what they do with one. Only their own: another's is an unknown id. */
export const popupRoutes = ({ db }: { db: Pool }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/popups',
      summary: 'My pop-ups, those that are gone too, the newest first.',
      access: 'signed-in',
      query: pageQuery,
      responses: { 200: pageSchema(popupSchema) },
    },
    async ({ query: { limit, cursor }, viewer }) => {
      const after = readCursor(cursor, position);
      const found = await listPopups(db, viewer, {
        after: after === null ? null : { openedAt: after[0], id: after[1] },
        limit: limit + 1,
      });
      const { rows, nextCursor } = cutPage(found, limit, ({ openedAt, id }) => [openedAt, id]);
      const leads = await leadsOf(db, rows);
      return {
        status: 200,
        body: page(
          rows.map((popup) => presentPopup(popup, leads.get(popup.id) ?? [], viewer)),
          nextCursor,
        ),
      };
    },
  ),
  endpoint(
    {
      method: 'post',
      path: '/v1/popups/{id}/dismiss',
      summary: 'Takes a pop-up off all my screens. Repeated: the same answer.',
      access: 'signed-in',
      params: popupParams,
      responses: { 200: popupSchema },
    },
    async ({ params, viewer }) => {
      const popup = await dismiss(db, viewer, params.id);
      if (popup === null) throw notFound();
      const leads = await leadsOf(db, [popup]);
      return { status: 200, body: presentPopup(popup, leads.get(popup.id) ?? [], viewer) };
    },
  ),
  endpoint(
    {
      method: 'post',
      path: '/v1/popups/{id}/open',
      summary: 'I open the lead from this pop-up. Repeated: the same answer.',
      access: 'signed-in',
      params: popupParams,
      responses: { 200: z.object({ leadId: z.string().nullable() }) },
    },
    async ({ params, viewer }) => {
      const opened = await openFromPopup(db, viewer, params.id);
      if (opened === null) throw notFound();
      return { status: 200, body: opened };
    },
  ),
];
