import { z } from 'zod';

/** A team as it is written. Counsellors join it by their own `teamId`. */
export const teamSettings = z.strictObject({ name: z.string().trim().min(1).max(200) });
