import type { Context } from 'koa';
import { placeOf } from '../../db/credentials.ts';
import type { InstituteId } from '../../domain/ids.ts';
import { publicUrl } from '../public-url.ts';

/** Where a sign-in by an institute's provider begins. */
export const signInUrl = (ctx: Context, configured: string | null, id: InstituteId): string =>
  `${publicUrl(ctx, configured)}/v1/session/oidc/${id}`;

/** Where the provider sends browsers back to: what it has to be told of us. */
export const callbackUrl = (ctx: Context, configured: string | null, id: InstituteId): string =>
  `${signInUrl(ctx, configured, id)}/callback`;

/** Where a client's secret is stored, which it is sealed for. */
export const secretPlace = (id: InstituteId): string => placeOf(id, 'oidc', 'clientSecret');
