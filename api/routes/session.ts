import { z } from 'zod';
import { hashSecret } from '../../config/secrets.ts';
import { findProfile } from '../../db/counsellors.ts';
import type { Pool } from '../../db/pool.ts';
import { endSession } from '../../db/sessions.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { clearSessionCookie, SESSION_MS, sessionToken, setSessionCookie, userAgentOf } from '../authentication.ts';
import { tooManyAttempts } from '../commands/password-attempts.ts';
import { signIn } from '../commands/sign-in.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { presentSession, sessionSchema } from '../presenters/session.ts';
import { notSignedIn, Problem } from '../problem.ts';

const credentials = z.strictObject({ email: z.string().min(1).max(320), password: z.string().min(1).max(1000) });

export const sessionRoutes = ({ db, now }: { db: Pool; now: () => EpochMs }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'post',
      path: '/v1/session',
      summary: 'Sign in. Five failures for an address in 15 minutes: 429 `too_many_attempts`.',
      access: 'public',
      body: credentials,
      responses: { 200: sessionSchema },
    },
    async ({ body, ctx }) => {
      const outcome = await signIn(db, body, { now: now(), sessionMs: SESSION_MS, userAgent: userAgentOf(ctx) });
      if (outcome.kind === 'refused') {
        throw new Problem(401, 'wrong_credentials', 'The e-mail address or the password is wrong.');
      }
      if (outcome.kind === 'locked') throw tooManyAttempts(outcome.retryAfterSeconds);
      // Signing in as somebody else ends the session this browser had.
      const before = sessionToken(ctx);
      if (before !== null) await endSession(db, hashSecret(before));
      const profile = await findProfile(db, outcome.user.instituteId, outcome.user.id);
      if (profile === null) throw notSignedIn();
      setSessionCookie(ctx, outcome.token, SESSION_MS);
      return { status: 200, body: presentSession(profile) };
    },
  ),
  endpoint(
    {
      method: 'get',
      path: '/v1/session',
      summary: 'Who is signed in, and what they may do.',
      access: 'signed-in',
      responses: { 200: sessionSchema },
    },
    async ({ viewer }) => {
      const profile = await findProfile(db, viewer.instituteId, viewer.counsellorId);
      if (profile === null) throw notSignedIn();
      return { status: 200, body: presentSession(profile) };
    },
  ),
  endpoint(
    {
      method: 'delete',
      path: '/v1/session',
      summary: 'Sign out; streams of this session end.',
      access: 'signed-in',
      responses: { 204: null },
    },
    async ({ ctx }) => {
      const token = sessionToken(ctx);
      if (token !== null) await endSession(db, hashSecret(token));
      clearSessionCookie(ctx);
      return { status: 204 };
    },
  ),
];
