import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** Whether a host is one of this machine or its network by name or number: there alone http is good enough. */
const isInternal = (hostname: string): boolean => {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || (ipaddr.isValid(bare) && ipaddr.process(bare).range() !== 'unicast');
};

/** In characters: more than any provider's. */
const LONGEST = 2000;

/** Whether tokens and keys may travel to this address: by https, or inside the walls. */
export const isSafeProviderAddress = (address: string): boolean => {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && isInternal(hostname));
};

/** OpenID Connect Discovery 3: an issuer has neither query nor fragment; and a password has no place in an address. */
const isIssuer = (address: string): boolean => {
  if (!isSafeProviderAddress(address)) return false;
  const { username, password, search, hash } = new URL(address);
  return username === '' && password === '' && search === '' && hash === '';
};

/** An issuer, compared by what it means: "https://id.example.edu" and "https://id.example.edu/" are one. */
export const issuerKey = (address: string): string => new URL(address).href;

/** How an institute's users sign in by its own OpenID Connect provider, without the client's secret. */
export const oidcSettings = z.strictObject({
  enabled: z.boolean().default(false),
  issuer: z
    .string()
    .max(LONGEST)
    .refine(isIssuer, 'an https address, or http inside the walls, without user, query and fragment')
    .overwrite((address) => (isIssuer(address) ? issuerKey(address) : address))
    .nullable()
    .default(null)
    .meta({ format: 'uri' }),
  clientId: z.string().trim().min(1).max(500).nullable().default(null),
  emailClaim: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .default('email')
    .meta({ description: 'The claim with the address the user has here; `email_verified` has to be true.' }),
  audience: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .nullable()
    .default(null)
    .meta({ description: 'What access tokens for our API have as `aud`, beside the client id.' }),
});

export type OidcSettings = z.infer<typeof oidcSettings>;
