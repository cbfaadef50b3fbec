import type { AttributionDeps } from '../calls/attribute.ts';
import type { SecretKey } from '../config/secret-keys.ts';
import type { Pool } from '../db/pool.ts';
import type { EpochMs } from '../domain/ids.ts';
import type { VendorTools } from '../vendors/adapter.ts';
import type { Endpoint } from './endpoint.ts';
import { operatorRoutes } from './routes/operator-institutes.ts';
import { apiKeyRoutes } from './routes/settings-api-keys.ts';
import { attributionRoutes } from './routes/settings-attribution.ts';
import { auditRoutes } from './routes/settings-audit.ts';
import { counsellorRoutes } from './routes/settings-counsellors.ts';
import { formRoutes } from './routes/settings-forms.ts';
import { configurationHealthRoutes } from './routes/settings-health.ts';
import { instituteRoutes } from './routes/settings-institute.ts';
import { numbersRoutes } from './routes/settings-numbers.ts';
import { oidcSettingsRoutes } from './routes/settings-oidc.ts';
import { permissionRoutes } from './routes/settings-permissions.ts';
import { rotationRoutes } from './routes/settings-rotation.ts';
import { sheetRoutes } from './routes/settings-sheet.ts';
import { teamRoutes } from './routes/settings-teams.ts';
import { telephonyRoutes } from './routes/settings-telephony.ts';
import { credentialTestRoutes } from './routes/settings-test.ts';
import { vendorListRoutes } from './routes/settings-vendors.ts';

export interface ConfigurationDeps {
  readonly db: Pool;
  readonly secretKeys: readonly SecretKey[];
  /** `PUBLIC_URL`; null: the address of each request. */
  readonly publicUrl: string | null;
  /** Reaches vendors, for the test of credentials. */
  readonly tools: VendorTools;
  readonly now: () => EpochMs;
  /** Milliseconds a re-attribution may take before the rest is left to the next request. Default 15 s. */
  readonly attributionBudgetMs?: AttributionDeps['budgetMs'];
}

/** Everything that configures: institutes, their vendors, users, numbers and permissions (product 5). */
export const configurationRoutes = ({
  db,
  secretKeys,
  publicUrl,
  tools,
  now,
  attributionBudgetMs,
}: ConfigurationDeps): readonly Endpoint[] => [
  ...instituteRoutes({ db }),
  ...permissionRoutes({ db }),
  ...teamRoutes({ db }),
  ...counsellorRoutes({ db }),
  ...numbersRoutes({ db }),
  ...attributionRoutes({
    pool: db,
    now,
    ...(attributionBudgetMs === undefined ? {} : { budgetMs: attributionBudgetMs }),
  }),
  ...formRoutes({ db }),
  ...vendorListRoutes({ db }),
  ...telephonyRoutes({ db, secretKeys, now }),
  ...rotationRoutes({ db, publicUrl, now }),
  ...sheetRoutes({ db, publicUrl }),
  ...credentialTestRoutes({ pool: db, secretKeys, tools }),
  ...configurationHealthRoutes({ db, now }),
  ...oidcSettingsRoutes({ db, secretKeys, publicUrl }),
  ...apiKeyRoutes({ db, now }),
  ...auditRoutes({ db }),
  ...operatorRoutes({ db }),
];
