import { z } from 'zod';
import type { Application } from '../../db/applications.ts';
import { shownFreeText } from '../../domain/access/free-text.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import { personSchema } from './person.ts';
import { iso } from './time.ts';

export const applicationSchema = z
  .object({
    id: z.uuid(),
    lead: personSchema.meta({ description: 'Of a merged lead: the one it became part of.' }),
    form: personSchema,
    status: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Application' });

export const presentApplication = (
  { id, lead, numberKeys, form, status, createdAt, updatedAt }: Application,
  viewer: Viewer,
): z.infer<typeof applicationSchema> => ({
  id,
  lead: { id: lead.id, name: shownFreeText(lead.name, numberKeys, viewer) },
  form,
  status: shownFreeText(status, numberKeys, viewer),
  createdAt: iso(createdAt),
  updatedAt: iso(updatedAt),
});
