import { z } from 'zod';

const isDistinct = (ids: readonly string[]): boolean => new Set(ids).size === ids.length;

/** A team as it is written. Counsellors join it by their own `teamId`; who leads it need not be of it. */
export const teamSettings = z.strictObject({
  name: z.string().trim().min(1).max(200),
  leadIds: z.array(z.uuid().toLowerCase()).max(50).refine(isDistinct, 'the same counsellor twice').default([]),
});

export type TeamSettings = z.infer<typeof teamSettings>;
