import { z } from 'zod';
import { visibleCall } from '../../db/calls-read.ts';
import { listNotesOfCall } from '../../db/notes.ts';
import { sightOf } from '../call-sight.ts';
import { noteCall } from '../commands/note-call.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { bodyCallId, typedText } from '../field-schemas.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import { shownFreeText } from '../../domain/access/free-text.ts';
import { noteSchema } from '../presenters/note.ts';
import { personSchema } from '../presenters/person.ts';
import { iso } from '../presenters/time.ts';
import { notFound } from '../problem.ts';
import type { CallChangeDeps } from './call-changes.ts';

const callParams = z.object({ id: bodyCallId });
const position = z.tuple([z.number(), z.uuid()]);
export const callNoteSchema = noteSchema.extend({ by: personSchema.optional() }).meta({ id: 'CallNote' });

/** What is written about a call, whether it has a lead or not. */
export const callNoteRoutes = ({ db, delivery, now }: CallChangeDeps): readonly Endpoint[] => [
  endpoint(
    {
      method: 'post',
      path: '/v1/calls/{id}/notes',
      summary:
        'Writes a note about a call: on its lead, or on the call alone until it has one. Of whoever talked it ends the wrap-up.',
      access: 'signed-in',
      params: callParams,
      body: z.strictObject({ text: typedText(10_000).min(1) }),
      responses: { 201: noteSchema },
    },
    async ({ params, body: { text }, viewer }) => {
      const at = now();
      const { noteId, callId, facts } = await noteCall(db, viewer, { callId: params.id, text, now: at });
      for (const fact of facts) delivery.deliver(fact);
      return { status: 201, body: { id: noteId, at: iso(at), text, ...(callId !== null && { callId }) } };
    },
  ),
  endpoint(
    {
      method: 'get',
      path: '/v1/calls/{id}/notes',
      summary: 'What was written about a call, newest first.',
      access: 'signed-in',
      params: callParams,
      query: pageQuery,
      responses: { 200: pageSchema(callNoteSchema) },
    },
    async ({ params, query, viewer }) => {
      const after = readCursor(query.cursor, position);
      const call = await visibleCall(db, sightOf(viewer), params.id);
      if (call === null) throw notFound();
      const found = await listNotesOfCall(
        db,
        { instituteId: viewer.instituteId, callId: call.id },
        { after: after === null ? null : { sortAt: after[0], id: after[1] }, limit: query.limit + 1 },
      );
      const { rows, nextCursor } = cutPage(found, query.limit, ({ sortAt, id }) => [sortAt, id]);
      const numberKeys = call.number === null ? [] : [call.number];
      const items = rows.map(({ id, at, text, by }) => ({
        id,
        at: iso(at),
        text: shownFreeText(text, numberKeys, viewer),
        callId: call.id,
        ...(by !== null && { by }),
      }));
      return { status: 200, body: page(items, nextCursor) };
    },
  ),
];
