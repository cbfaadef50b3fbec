import { z } from 'zod';

/** A form students apply with, as it is written. An inactive one takes no new applications. */
export const formSettings = z.strictObject({
  name: z.string().trim().min(1).max(200),
  active: z.boolean().default(true),
});
