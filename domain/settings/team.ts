import { z } from 'zod';

/** A team as it is written. Counsellors join it by their own `teamId`. */
export const teamSettings = z.strictObject({
  name: z.string().trim().min(1).max(200),
  /** Who may close its pending calls and end its stuck wrap-ups (product 6); they need not be of it. */
  leadIds: z
    .array(z.uuid().toLowerCase())
    .max(50)
    .refine((ids) => new Set(ids).size === ids.length, 'the same counsellor twice')
    .default([]),
});
