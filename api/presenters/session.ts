import { z } from 'zod';
import type { Profile } from '../../db/counsellors.ts';
import { effectivePermissions, permissionNames } from '../../domain/access/permissions.ts';

export const sessionSchema = z
  .object({
    user: z.object({
      id: z.uuid(),
      name: z.string(),
      email: z.string(),
      roles: z.array(z.string()),
      permissions: z.array(z.string()).meta({ description: 'Sorted; a scope follows its colon: "call_logs:team".' }),
    }),
    institute: z.object({ id: z.int(), name: z.string(), timeZone: z.string() }),
  })
  .meta({ id: 'Session' });

/** Who is signed in, with what they may do, and where. */
export const presentSession = (profile: Profile): z.infer<typeof sessionSchema> => ({
  user: {
    id: profile.id,
    name: profile.name,
    email: profile.email,
    roles: profile.roles,
    permissions: [...permissionNames(effectivePermissions(profile.roleGrants, profile.userGrants))],
  },
  institute: { id: profile.instituteId, name: profile.instituteName, timeZone: profile.timeZone },
});
