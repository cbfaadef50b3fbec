import type { Context } from 'koa';
import { z } from 'zod';
import { seal } from '../../config/sealing.ts';
import type { SecretKey } from '../../config/secret-keys.ts';
import { recordAudit } from '../../db/audit.ts';
import { lockProvider, readProvider, saveProvider, type StoredProvider } from '../../db/oidc-providers.ts';
import type { Pool } from '../../db/pool.ts';
import { changesBetween } from '../../domain/settings/merge.ts';
import { oidcSettings } from '../../domain/settings/oidc.ts';
import { readPut, type FieldProblem } from '../../domain/settings/put.ts';
import { maskedSecret, secretChange } from '../../domain/settings/secrets.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { callbackUrl, secretPlace, signInUrl } from '../oidc/our-client.ts';
import { patchBody } from '../patch-body.ts';
import { invalidRequest } from '../problem.ts';

interface Deps {
  readonly db: Pool;
  readonly secretKeys: readonly SecretKey[];
  /** `PUBLIC_URL`; null: the address of each request. */
  readonly publicUrl: string | null;
}

const access = 'configure_calling';
const path = '/v1/settings/oidc';

export const oidcSchema = oidcSettings
  .extend({
    clientSecret: z
      .string()
      .nullable()
      .meta({ description: 'Write-only: reads back null or dots and the last four. Null: a public client.' }),
    redirectUri: z.string().meta({ description: 'What the provider is told of us. Read-only.' }),
    signInUrl: z.string().meta({ description: 'Where a sign-in begins. Read-only.' }),
  })
  .meta({ id: 'OidcSettings' });

const settingsOf = ({ enabled, issuer, clientId, emailClaim, audience }: StoredProvider) => ({
  enabled,
  issuer,
  clientId,
  emailClaim,
  audience,
});

/** Switched on, it needs to know where, and as whom. */
const missing = ({ enabled, issuer, clientId }: z.infer<typeof oidcSettings>): readonly FieldProblem[] =>
  Object.entries(enabled ? { issuer, clientId } : {})
    .filter(([, value]) => value === null)
    .map(([name]) => ({ path: name, problem: 'needed when it is switched on' }));

/** The institution's own OpenID Connect provider, by which its users sign in. */
export const oidcSettingsRoutes = ({ db, secretKeys, publicUrl }: Deps): readonly Endpoint[] => {
  const shown = (stored: StoredProvider, ctx: Context): z.infer<typeof oidcSchema> => ({
    ...settingsOf(stored),
    clientSecret: maskedSecret(stored.clientSecret?.tail ?? null),
    redirectUri: callbackUrl(ctx, publicUrl, stored.instituteId),
    signInUrl: signInUrl(ctx, publicUrl, stored.instituteId),
  });
  return [
    endpoint(
      {
        method: 'get',
        path,
        access,
        responses: { 200: oidcSchema },
        summary: 'Sign-in by the institution’s own OpenID Connect provider.',
      },
      async ({ viewer, ctx }) => ({ status: 200, body: shown(await readProvider(db, viewer.instituteId), ctx) }),
    ),
    endpoint(
      {
        method: 'put',
        path,
        access,
        body: patchBody(oidcSchema),
        responses: { 200: oidcSchema },
        summary: 'Change it. Writing back the masked secret keeps it, null takes it away.',
      },
      async ({ viewer: { instituteId, counsellorId: byId }, body, ctx }) =>
        await db.transaction(async (tx) => {
          const stored = await lockProvider(tx, instituteId);
          const before = shown(stored, ctx);
          const { clientSecret: written, ...patch } = body;
          const secret = secretChange(written, before.clientSecret);
          if (secret.kind === 'refused') throw invalidRequest([{ path: 'clientSecret', problem: secret.problem }]);
          const put = readPut(oidcSchema, before, patch, ['redirectUri', 'signInUrl']);
          const errors = put.ok ? missing(put.value) : put.errors;
          if (!put.ok || errors.length > 0) throw invalidRequest(errors);
          const plain = changesBetween(settingsOf(stored), oidcSettings.strip().parse(put.value));
          if (plain === null && secret.kind === 'keep') return { status: 200, body: before };
          const kept = secret.kind === 'keep' ? stored.clientSecret : null;
          const clientSecret = secret.kind === 'set' ? seal(secretKeys, secretPlace(instituteId), secret.secret) : kept;
          await saveProvider(tx, instituteId, put.value, clientSecret);
          const mark = secret.kind === 'keep' ? {} : { clientSecret: 'changed' };
          const changes = { before: { ...plain?.before, ...mark }, after: { ...plain?.after, ...mark } };
          await recordAudit(tx, { instituteId, byId, action: 'oidc.change', target: 'oidc', changes });
          return { status: 200, body: shown({ ...stored, ...put.value, clientSecret }, ctx) };
        }),
    ),
  ];
};
