import { z } from 'zod';
import type { VendorStanding } from '../../db/vendor-list.ts';
import { secretPaths } from '../../domain/settings/telephony-change.ts';
import type { VendorAdapter } from '../../vendors/adapter.ts';
import { settingFields } from '../../vendors/setting-fields.ts';
import { credentialProblem, CREDENTIAL_TEXTS } from './credential-problem.ts';
import { iso } from './time.ts';

const field = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  kind: z.enum(['text', 'address', 'choice', 'switch']),
  options: z.array(z.string()),
  isSecret: z.boolean().meta({ description: 'Write-only: reads back null or dots and the last four.' }),
});

export const vendorSchema = z
  .object({
    vendor: z.string(),
    name: z.string(),
    isSetUp: z.boolean().meta({ description: 'Whether anything was ever set of it.' }),
    enabled: z.boolean(),
    inbound: z.boolean(),
    outbound: z.boolean(),
    canDial: z.boolean().meta({ description: 'False: for incoming calls alone.' }),
    canTest: z
      .boolean()
      .meta({ description: 'False: no request is known that would tell whether credentials are good.' }),
    hasCredentials: z.boolean(),
    tested: z
      .object({
        at: z.iso.datetime(),
        ok: z.boolean(),
        text: z.string().nullable(),
        changedSince: z
          .boolean()
          .meta({ description: 'Its keys or the vendor’s own settings were changed after the test.' }),
      })
      .nullable(),
    hasToken: z.boolean(),
    hasSecretKey: z.boolean().meta({ description: 'The institute’s: one for all vendors.' }),
    counsellors: z.int().meta({ description: 'Active users with a number at this vendor.' }),
    ready: z.int().meta({ description: 'Those of them who may receive pop-ups.' }),
    hasCalls: z.boolean().meta({ description: 'Whether a call of this vendor’s was ever heard of.' }),
    keyName: z.string().meta({ description: 'What the vendor calls the authentication key.' }),
    fields: z.array(field).meta({ description: 'What it adds to the settings: `vendorSettings`.' }),
  })
  .meta({ id: 'Vendor' });

const presentTest = ({ testedAt, testProblem, changedSinceTest }: VendorStanding) =>
  testedAt === null
    ? null
    : {
        at: iso(testedAt),
        ok: testProblem === null,
        text: testProblem === null ? null : CREDENTIAL_TEXTS[credentialProblem(testProblem)],
        changedSince: changedSinceTest,
      };

/** A vendor with what it wants to be told, and how far it is set up. */
export const presentVendor = (adapter: VendorAdapter, standing: VendorStanding): z.infer<typeof vendorSchema> => {
  const { isSetUp, enabled, inbound, outbound, hasCredentials, hasToken, hasSecretKey } = standing;
  return {
    vendor: adapter.slug,
    name: adapter.name,
    isSetUp,
    enabled,
    inbound,
    outbound,
    canDial: adapter.canDial !== undefined,
    // As the test itself has it: one that could not be asked with every secret set can't be tried.
    canTest: adapter.canPull(secretPaths(adapter)),
    hasCredentials,
    tested: presentTest(standing),
    hasToken,
    hasSecretKey,
    counsellors: standing.counsellors,
    ready: standing.ready,
    hasCalls: standing.hasCalls,
    keyName: adapter.keyName,
    fields: settingFields(adapter).map((one) => ({ ...one, options: [...one.options] })),
  };
};
