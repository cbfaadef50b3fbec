import { z } from 'zod';

/** Somebody by id and name: a counsellor, an owner, a lead. */
export const personSchema = z.object({ id: z.string(), name: z.string() });
