import { z } from 'zod';
import { testStoredCredentials, type TestingDeps } from '../../calls/test-credentials.ts';
import { adapterFor } from '../../vendors/registry.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { CREDENTIAL_TEXTS } from '../presenters/credential-problem.ts';
import { isoOrNull } from '../presenters/time.ts';
import { notFound } from '../problem.ts';

const problems = z.enum(Object.keys(CREDENTIAL_TEXTS));

export const credentialTestSchema = z
  .discriminatedUnion('ok', [
    z.object({ ok: z.literal(true) }),
    z.object({
      ok: z.literal(false),
      reason: problems,
      text: z.string(),
      retryAt: z.iso
        .datetime()
        .nullable()
        .meta({ description: 'The vendor is not asked again before; null: at any time.' }),
    }),
  ])
  .meta({ id: 'CredentialTest' });

/** The "test" button beside a vendor's credentials. */
export const credentialTestRoutes = (deps: TestingDeps): readonly Endpoint[] => [
  endpoint(
    {
      method: 'post',
      path: '/v1/settings/telephony/{vendor}/test',
      summary: 'Try the stored credentials against the vendor. Takes up to 20 seconds; no call is placed.',
      access: 'configure_calling',
      params: z.object({ vendor: z.string() }),
      responses: { 200: credentialTestSchema },
    },
    async ({ viewer: { instituteId, country }, params: { vendor } }) => {
      const adapter = adapterFor(vendor);
      if (adapter === null) throw notFound('There is no vendor of this name.');
      const tested = await testStoredCredentials(deps, { instituteId, country, adapter });
      if (tested.ok) return { status: 200, body: { ok: true } };
      const { reason, retryAt } = tested;
      return { status: 200, body: { ok: false, reason, text: CREDENTIAL_TEXTS[reason], retryAt: isoOrNull(retryAt) } };
    },
  ),
];
