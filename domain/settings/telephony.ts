import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** A number of whole seconds with its default and range, in the words of the contract. */
const seconds = (byDefault: number, from: number, to: number) => {
  const error = `a whole number from ${from} to ${to}`;
  return z.int({ error }).min(from, { error }).max(to, { error }).default(byDefault);
};

const isAddressOrRange = (text: string): boolean => ipaddr.isValid(text) || ipaddr.isValidCIDR(text);

/** An http(s) address; what it may reach is decided when it is called. */
export const httpUrl = z.url({ protocol: /^https?$/, error: 'an http or https address' }).max(2000);

const distinct = (items: readonly unknown[]): boolean => new Set(items).size === items.length;

/**
 * Contract section 3, "Telephony settings", without its secrets and without what a vendor adds:
 * `authenticationKey` and `vendorSettings` lie beside it. Parsing `{}` gives the defaults; unknown fields are refused.
 */
export const telephonySettings = z.strictObject({
  enabled: z.boolean().default(false),
  appCalling: z.boolean().default(false),
  cloudCalling: z.boolean().default(true),
  /** What the counsellor is told to pick up. */
  handset: z.enum(['softphone', 'phone']).default('softphone'),
  outbound: z
    .strictObject({
      enabled: z.boolean().default(false),
      clickToCallUrl: httpUrl.nullable().default(null),
      /** Forms whose applications can be called; none: Lead Manager only. */
      formIds: z.array(z.string().min(1).max(100)).max(500).refine(distinct, 'the same form twice').default([]),
    })
    .prefault({}),
  inbound: z
    .strictObject({
      enabled: z.boolean().default(false),
      /** "Do Not Assign Lead To Another Counsellor". */
      keepOwner: z.boolean().default(false),
      /** In order. */
      stickyCounsellorIds: z
        .array(z.uuid().toLowerCase())
        .max(100)
        .refine(distinct, 'the same counsellor twice')
        .default([]),
      /** "Hide View Profile". */
      addNotesInstead: z.boolean().default(false),
      /** "Check Lead Existence on Alternate Mobile". */
      matchAlternateMobile: z.boolean().default(true),
      routingFallback: z.enum(['vendor', 'random']).default('vendor'),
      ring: z.enum(['sequential', 'simultaneous']).default('sequential'),
    })
    .prefault({}),
  leads: z
    .strictObject({
      createOn: z.enum(['ring', 'answer', 'end', 'never']).default('ring'),
      answeredOwner: z.enum(['answerer', 'sticky', 'none']).default('answerer'),
      missedOwner: z.enum(['last_rung', 'sticky', 'none']).default('none'),
    })
    .prefault({}),
  times: z
    .strictObject({
      ringSeconds: seconds(45, 5, 300),
      talkSeconds: seconds(7200, 60, 28_800),
      /** From the last sign of life without a call back until the vendor is asked. */
      callBackSeconds: seconds(300, 1, 86_400),
      wrapUpSeconds: seconds(600, 0, 7200),
      /** Later corrections still apply, and are flagged. */
      amendSeconds: seconds(86_400, 60, 2_592_000),
    })
    .prefault({}),
  /** Addresses and ranges (CIDR) the vendor calls from; none: from anywhere. */
  allowedAddresses: z
    .array(z.string().max(50).refine(isAddressOrRange, 'an IP address or a range like 10.0.0.0/8'))
    .max(200)
    .default([]),
});

export type TelephonySettings = z.infer<typeof telephonySettings>;

/** Settings as stored, which hold only what somebody set, with the defaults laid under. */
export const readTelephonySettings = (stored: unknown): TelephonySettings => telephonySettings.parse(stored);
