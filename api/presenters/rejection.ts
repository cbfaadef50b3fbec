export const rejectionReasons = [
  'wrong_secret',
  'institute_placeholder',
  'wrong_vendor',
  'wrong_endpoint',
  'broken_body',
  'field_missing',
  'address_not_allowed',
  'rate_limited',
] as const;

/** Why a vendor's request was refused, as its configuration is to be mended: a word for programs and a sentence. */
interface Rejection {
  readonly reason: (typeof rejectionReasons)[number];
  readonly text: string;
}

const wrongVendor: Rejection = {
  reason: 'wrong_vendor',
  text: 'The URL names a vendor that there is not, or that is not enabled here.',
};

/** By the outcome a request is kept with. */
const REJECTIONS: Readonly<Record<string, Rejection>> = {
  wrong_secret: { reason: 'wrong_secret', text: 'The secret key or token is wrong or missing.' },
  institute_placeholder: {
    reason: 'institute_placeholder',
    text: 'The URL still says 000 where the institute’s number belongs.',
  },
  vendor_not_set_up: wrongVendor,
  vendor_not_found: wrongVendor,
  endpoint_not_found: { reason: 'wrong_endpoint', text: 'The URL names an endpoint that the vendor has not.' },
  broken_body: { reason: 'broken_body', text: 'The body can not be read: no JSON or form, or too long.' },
  field_missing: { reason: 'field_missing', text: 'A required field is not sent.' },
  address_not_allowed: {
    reason: 'address_not_allowed',
    text: 'The request came from an address that is not in the list of allowed ones.',
  },
  rate_limited: { reason: 'rate_limited', text: 'More requests came in a second than are taken.' },
};

/** The rejection an outcome stands for; null for an outcome that is none. */
export const rejectionOf = (outcome: string): Rejection | null => REJECTIONS[outcome] ?? null;
