import { z } from 'zod';
import { findLead } from '../../db/lead-list.ts';
import { partsOf } from '../../db/lead-merging.ts';
import { listTimeline } from '../../db/timeline-read.ts';
import { noteLead } from '../commands/note-lead.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { bodyCallId, idParams, pathLeadId, typedText } from '../field-schemas.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import { noteSchema } from '../presenters/note.ts';
import { iso } from '../presenters/time.ts';
import { presentTimelineItem, timelineItemSchema } from '../presenters/timeline.ts';
import { notFound } from '../problem.ts';
import type { LeadRouteDeps } from './leads.ts';

const noteBody = z.strictObject({
  text: typedText(10_000).min(1),
  callId: bodyCallId.optional().meta({ description: 'The call the note is about.' }),
});

const position = z.tuple([z.number(), z.uuid()]);

/** What is written about a lead, and what happened to it. */
export const noteRoutes = ({ db, delivery, now }: LeadRouteDeps): readonly Endpoint[] => [
  endpoint(
    {
      method: 'post',
      path: '/v1/leads/{id}/notes',
      summary: 'Writes a note on a lead.',
      access: 'signed-in',
      params: idParams,
      body: noteBody,
      responses: { 201: noteSchema },
    },
    async ({ params, body, viewer }) => {
      const at = now();
      const { noteId, callId, facts } = await noteLead(db, viewer, {
        leadId: pathLeadId(params.id),
        callId: body.callId,
        text: body.text,
        now: at,
      });
      for (const fact of facts) delivery.deliver(fact);
      const note = { id: noteId, at: iso(at), text: body.text, ...(callId !== null && { callId }) };
      return { status: 201, body: note };
    },
  ),
  endpoint(
    {
      method: 'get',
      path: '/v1/leads/{id}/timeline',
      summary: 'What happened with a lead and with those merged into it, newest first.',
      access: 'signed-in',
      params: idParams,
      query: pageQuery,
      responses: { 200: pageSchema(timelineItemSchema) },
    },
    async ({ params, query, viewer }) => {
      const id = { instituteId: viewer.instituteId, leadId: pathLeadId(params.id) };
      const after = readCursor(query.cursor, position);
      const lead = await findLead(db, id);
      if (lead === null) throw notFound();
      const parts = await partsOf(db, id);
      const leadIds = [id.leadId, ...parts.map((part) => part.id)] as const;
      const found = await listTimeline(
        db,
        { instituteId: viewer.instituteId, leadIds },
        {
          after: after === null ? null : { sortAt: after[0], id: after[1] },
          limit: query.limit + 1,
        },
      );
      const { rows, nextCursor } = cutPage(found, query.limit, ({ sortAt, id: entry }) => [sortAt, entry]);
      const numberKeys = [
        ...lead.phones.map(({ numberKey }) => numberKey),
        ...parts.flatMap((part) => part.numberKeys),
      ];
      return {
        status: 200,
        body: page(
          rows.map((row) => presentTimelineItem(row, numberKeys, viewer)),
          nextCursor,
        ),
      };
    },
  ),
];
