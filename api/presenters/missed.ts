import { z } from 'zod';
import type { MissedRow } from '../../db/missed-read.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import { shownName } from '../../domain/access/free-text.ts';
import { shownNumber } from '../../domain/access/masking.ts';
import { personSchema } from './person.ts';
import { iso } from './time.ts';

/** A student whose calls were missed; `callId` and `at` are of the latest. */
export const missedSchema = z
  .object({
    id: z.string(),
    callId: z.string(),
    lead: personSchema.nullable(),
    number: z.string().nullable(),
    at: z.iso.datetime(),
    count: z.number().int(),
    missedBy: z.array(personSchema),
  })
  .meta({ id: 'MissedCall' });

export const presentMissed = (
  { id, callId, lead, number, at, count, missedBy }: MissedRow,
  viewer: Viewer,
): z.infer<typeof missedSchema> => ({
  id,
  callId,
  lead: lead && { id: lead.id, name: shownName(lead.name, number, viewer) },
  number: shownNumber(number, viewer),
  at: iso(at),
  count,
  missedBy,
});
