import { z } from 'zod';
import type { CallId, LeadId } from '../domain/ids.ts';
import { notFound } from './problem.ts';

/** What somebody types, trimmed; `max` in characters. NUL is good JSON but no text Postgres can keep. */
export const typedText = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((text) => !text.includes('\0'), 'contains a NUL character');

/** An id in a body, in lower case as we give ids out. */
export const bodyId = z.uuid().toLowerCase();

/** A call's id in a body: of an id's form; whether it is a call's the query decides. */
export const bodyCallId = bodyId.transform((id) => id as CallId);

/** A filter of a list; one that is there but empty filters nothing. */
export const filter = <T extends z.ZodType<unknown, string>>(schema: T) =>
  z
    .union([z.literal('').transform(() => null), schema])
    .default(null)
    .meta({ override: { type: 'string' } });

/** The parameters of a path that ends in, or passes through, one thing. */
export const idParams = z.object({ id: z.string() });

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The lead's id in a path. A text that is no id at all names nothing either: 404, not 400. */
export const pathLeadId = (text: string): LeadId => {
  const id = text.toLowerCase();
  if (!ID.test(id)) throw notFound();
  // Branded here because the text has an id's form; whether it is a lead's the query decides.
  return id as LeadId;
};
