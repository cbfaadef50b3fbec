import { z } from 'zod';
import { roleName, userGrants } from '../access/grants.ts';

/** The key of a machine, as it is asked for: what it may do are its roles' grants and its own, like a user's. */
export const apiKeySettings = z.strictObject({
  name: z.string().trim().min(1).max(200),
  roles: z.array(roleName).max(20).default([]),
  grants: userGrants.default({}),
});

export type ApiKeySettings = z.infer<typeof apiKeySettings>;
