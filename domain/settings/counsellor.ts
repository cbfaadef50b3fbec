import { z } from 'zod';
import { agentKey } from '../numbers/phone.ts';
import type { FieldProblem } from './put.ts';

const slug = z.string().min(1).max(50);

/** Contract section 3, "Counsellor", without its id. */
export const counsellorSettings = z.strictObject({
  name: z.string().trim().min(1).max(200),
  email: z.email().max(320),
  active: z.boolean().default(true),
  takingCalls: z.boolean().default(true),
  /** The vendor this counsellor dials out by; null: the institute's default. */
  telephonyPartner: slug.nullable().default(null),
  teamId: z.guid().toLowerCase().nullable().default(null),
  roles: z
    .array(z.string().regex(/^[a-z][a-z0-9_-]{0,49}$/, 'small letters, digits, - and _'))
    .max(20)
    .default([]),
  callerId: z.string().trim().min(1).max(64).nullable().default(null),
  /** The first one of a vendor is the one it is told to ring; all are recognised. */
  agentNumbers: z
    .array(
      z.strictObject({
        vendor: slug,
        number: z.string().trim().min(1).max(64),
        vendorUserId: z.string().trim().min(1).max(200).nullable().optional(),
      }),
    )
    .max(20)
    .default([]),
});

export type CounsellorSettings = z.infer<typeof counsellorSettings>;
type AgentNumber = CounsellorSettings['agentNumbers'][number];

/** Long rather than clever: what makes a password hard to guess is its length. */
export const newPassword = z.string().min(8).max(1000);

export type KeyedNumbers =
  | {
      readonly ok: true;
      readonly numbers: readonly { vendor: string; number: string; vendorUserId: string | null; key: string }[];
    }
  | { readonly ok: false; readonly errors: readonly FieldProblem[] };

/** Gives each agent number the key it is recognised by, and refuses one line written twice and vendors there aren't. */
export const keyAgentNumbers = (
  numbers: readonly AgentNumber[],
  { country, isVendor }: { readonly country: string; readonly isVendor: (slug: string) => boolean },
): KeyedNumbers => {
  const seen = new Set<string>();
  const errors: FieldProblem[] = [];
  const keyed = numbers.map(({ vendor, number, vendorUserId = null }, index) => {
    const key = agentKey(number, country);
    const line = `${vendor} ${key}`;
    if (!isVendor(vendor)) errors.push({ path: `agentNumbers.${index}.vendor`, problem: 'not a vendor' });
    if (key === '') errors.push({ path: `agentNumbers.${index}.number`, problem: 'not a number' });
    if (seen.has(line))
      errors.push({ path: `agentNumbers.${index}.number`, problem: 'here already, for the same vendor' });
    seen.add(line);
    return { vendor, number, vendorUserId, key };
  });
  return errors.length === 0 ? { ok: true, numbers: keyed } : { ok: false, errors };
};
