import type { SecretKey } from '../config/secret-keys.ts';
import type { Pool } from '../db/pool.ts';
import type { EpochMs } from '../domain/ids.ts';
import type { VendorTools } from '../vendors/adapter.ts';
import { authenticateByEither, authenticateBySession, type Authenticate } from './authentication.ts';
import { authenticateByBearer } from './bearer.ts';
import type { Endpoint } from './endpoint.ts';
import { ProviderDirectory } from './oidc/provider-directory.ts';
import { meRoutes } from './routes/me.ts';
import { passwordRoutes } from './routes/passwords.ts';
import { oidcSessionRoutes } from './routes/session-oidc.ts';
import { sessionRoutes } from './routes/session.ts';
import { sessionListRoutes } from './routes/sessions.ts';

export interface SignInDeps {
  readonly db: Pool;
  readonly secretKeys: readonly SecretKey[];
  /** `PUBLIC_URL`; null: the address of each request. */
  readonly publicUrl: string | null;
  /** Reaches institutions' providers. */
  readonly tools: Pick<VendorTools, 'http'>;
  readonly now: () => EpochMs;
}

/** Everything by which somebody comes in, and is known from then on. */
export interface SignIn {
  readonly authenticate: Authenticate;
  readonly routes: readonly Endpoint[];
}

export const composeSignIn = ({ db, secretKeys, publicUrl, tools: { http }, now }: SignInDeps): SignIn => {
  const directory = new ProviderDirectory({ http, now });
  return {
    authenticate: authenticateByEither(authenticateByBearer({ db, now, directory }), authenticateBySession(db, now)),
    routes: [
      ...sessionRoutes({ db, now }),
      ...oidcSessionRoutes({ db, now, secretKeys, publicUrl, directory, http }),
      ...sessionListRoutes({ db, now }),
      ...passwordRoutes({ db, now }),
      ...meRoutes({ db }),
    ],
  };
};
