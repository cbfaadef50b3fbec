import { z } from 'zod';
import { counsellorId } from '../../db/columns.ts';
import type { Pool } from '../../db/pool.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { newPassword } from '../../domain/settings/counsellor.ts';
import { changePassword, issuePasswordReset, resetPassword } from '../commands/set-password.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { peopleOnly } from '../people-only.ts';
import { iso } from '../presenters/time.ts';

const params = z.object({ id: z.string().toLowerCase().pipe(counsellorId) });
export const passwordResetSchema = z
  .object({
    token: z.string().meta({ description: 'Shown this once; give it to the user by a way that is theirs alone.' }),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'PasswordReset' });

/** How users get a new password: by themselves, or by a token an administrator hands them. */
export const passwordRoutes = ({ db, now }: { db: Pool; now: () => EpochMs }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'put',
      path: '/v1/me/password',
      access: 'signed-in',
      responses: { 204: null },
      body: z.strictObject({ currentPassword: z.string().min(1).max(1000), newPassword }),
      summary: 'Change my password; my other sessions end. A wrong one counts as a failed sign-in.',
    },
    async ({ viewer, body }) => {
      peopleOnly(viewer);
      await changePassword(db, viewer, body, now());
      return { status: 204 };
    },
  ),
  endpoint(
    {
      method: 'post',
      path: '/v1/settings/counsellors/{id}/password-reset',
      access: 'configure_calling',
      params,
      responses: { 201: passwordResetSchema },
      summary:
        'Let a user set a new password: a token for one use, good for a day. One issued before opens nothing any more.',
    },
    async ({ viewer, params: { id } }) => {
      const { token, expiresAt } = await issuePasswordReset(db, viewer, id, now());
      return { status: 201, body: { token, expiresAt: iso(expiresAt) } };
    },
  ),
  endpoint(
    {
      method: 'post',
      path: '/v1/session/password-reset',
      access: 'public',
      responses: { 204: null },
      body: z.strictObject({ token: z.string().min(1).max(200), password: newPassword }),
      summary: 'Set a password by a token; all my sessions end.',
    },
    async ({ body }) => {
      await resetPassword(db, body, now());
      return { status: 204 };
    },
  ),
];
