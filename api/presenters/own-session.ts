import { z } from 'zod';
import type { SessionRow } from '../../db/sessions.ts';
import { iso } from './time.ts';

/** A session as whoever may end it sees it. */
export const ownSessionSchema = z
  .object({
    id: z.string(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    method: z.enum(['password', 'oidc']),
    userAgent: z.string().nullable().meta({ description: 'What the browser called itself.' }),
    current: z.boolean().meta({ description: 'The session of this request.' }),
  })
  .meta({ id: 'OwnSession' });

export const presentOwnSession = (
  { createdAt, expiresAt, ...session }: SessionRow,
  currentId: string | null,
): z.infer<typeof ownSessionSchema> => ({
  ...session,
  createdAt: iso(createdAt),
  expiresAt: iso(expiresAt),
  current: session.id === currentId,
});
