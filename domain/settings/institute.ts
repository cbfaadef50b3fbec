import { isSupportedCountry } from 'libphonenumber-js/max';
import { IANAZone } from 'luxon';
import { z } from 'zod';
import { callingHours } from './calling-hours.ts';

/** ISO 3166 alpha-2, in capitals. Numbering plans decide which there are: bare numbers are read in it. */
export const country = z
  .string()
  .trim()
  .toUpperCase()
  .refine((code): boolean => isSupportedCountry(code), 'a country’s two letters (ISO 3166)');

/** An IANA name. "+05:30" is none: Postgres would read its sign the other way round. */
export const timeZone = z
  .string()
  .refine((name) => /^[A-Z]/.test(name) && IANAZone.isValidZone(name), 'a time zone’s name like Asia/Kolkata');

/** Contract section 3, "Institute". */
export const instituteSettings = z.strictObject({
  name: z.string().trim().min(1).max(200),
  country,
  timeZone,
  /** Null: always open. */
  callingHours: callingHours.nullable(),
  /** The slug of the vendor by which counsellors without their own telephony partner dial out. */
  defaultVendor: z.string().max(50).nullable(),
});

export type InstituteSettings = z.infer<typeof instituteSettings>;
