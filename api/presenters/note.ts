import { z } from 'zod';

/** A note as the API answers it to whoever wrote it. */
export const noteSchema = z
  .object({ id: z.uuid(), at: z.iso.datetime(), text: z.string(), callId: z.uuid().optional() })
  .meta({ id: 'Note' });
