import { z } from 'zod';
import type { VendorSetup } from '../../db/vendor-setup.ts';
import type { VendorAdapter } from '../../vendors/adapter.ts';
import { vendorSheet } from '../../vendors/sheet.ts';

const field = z.object({
  name: z.string(),
  use: z.enum(['required', 'expected', 'optional']),
  holds: z.string(),
  variable: z.string().nullable().meta({ description: 'The vendor’s own variable, where we know it.' }),
});

export const sheetSchema = z
  .object({
    vendor: z.object({ slug: z.string(), name: z.string() }),
    institute: z.object({ id: z.int(), name: z.string(), timeZone: z.string() }),
    secretKey: z.object({ field: z.string(), header: z.string(), value: z.string() }),
    native: z
      .array(
        z.object({
          endpoint: z.string(),
          purpose: z.string(),
          methods: z.array(z.string()),
          url: z.string(),
          hooks: z.array(
            z.object({
              where: z.string(),
              url: z.string(),
              parameters: z.array(z.object({ key: z.string(), variable: z.string() })),
            }),
          ),
        }),
      )
      .meta({ description: 'Endpoints that take the vendor’s own requests as they are.' }),
    endpoints: z.array(
      z.object({
        endpoint: z.string(),
        purpose: z.string(),
        methods: z.array(z.string()),
        urlWithToken: z.string(),
        urlWithSecretKey: z.string().nullable(),
        where: z.string().nullable(),
        fields: z.array(field),
        answer: z.string(),
      }),
    ),
    notes: z.array(z.string()),
    missing: z
      .array(z.string())
      .meta({ description: 'What has to be done on our side before the vendor’s requests are taken.' }),
  })
  .meta({
    id: 'VendorSheet',
    description: 'A token or secret key is shown in the answer that makes it, else a placeholder.',
  });

interface Making {
  readonly adapter: VendorAdapter;
  readonly setup: VendorSetup;
  readonly baseUrl: string;
  /** Made this moment. */
  readonly token?: string;
  readonly secretKey?: string;
}

const missingFrom = ({ enabled, hasToken, hasSecretKey }: VendorSetup): readonly string[] => [
  ...(enabled ? [] : ['The vendor is not enabled: its requests are answered “Invalid Vendor”.']),
  ...(hasToken || hasSecretKey ? [] : ['There is neither a token nor a secret key yet: make one by rotating it.']),
];

/** The sheet to send to a vendor, and what is still to be done here. */
export const presentSheet = ({ adapter, setup, baseUrl, token, secretKey }: Making) => {
  const { id, name, timeZone } = setup;
  const sheet = vendorSheet({
    vendor: adapter,
    institute: { id, name, timeZone },
    baseUrl,
    token: token ?? null,
    secretKey: secretKey ?? null,
  });
  return { ...sheet, missing: missingFrom(setup) };
};
