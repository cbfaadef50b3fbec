import type { JsonValue } from '../../../db/requests.ts';

/** What a vendor's request is answered with, and what became of it in one word for the request log. */
export interface VendorAnswer {
  readonly httpStatus: number;
  readonly body: JsonValue;
  readonly headers?: Readonly<Record<string, string>>;
  readonly outcome: string;
}

/** Contract 1.2, row by row. */

export const vendorNotFound: VendorAnswer = {
  httpStatus: 404,
  body: { status: 0, message: 'Vendor Not Found' },
  outcome: 'vendor_not_found',
};

export const endpointNotFound: VendorAnswer = {
  httpStatus: 404,
  body: { status: 0, message: 'Endpoint Not Found' },
  outcome: 'endpoint_not_found',
};

export const methodNotAllowed = (methods: readonly string[]): VendorAnswer => ({
  httpStatus: 405,
  body: { status: 0, message: 'Method Not Allowed' },
  headers: { Allow: methods.join(', ') },
  outcome: 'wrong_method',
});

export const bodyTooLarge: VendorAnswer = {
  httpStatus: 413,
  body: { status: 0, message: 'The body is longer than 256 KiB' },
  outcome: 'broken_body',
};

export const brokenBody = (httpStatus: 400 | 415, message: string): VendorAnswer => ({
  httpStatus,
  body: { status: 0, message },
  outcome: 'broken_body',
});

export const invalidSecret: VendorAnswer = {
  httpStatus: 401,
  body: { status: 0, message: 'Invalid Secret Key' },
  outcome: 'wrong_secret',
};

/** Answered as any wrong credential is; kept as what it is, so that somebody finds it. */
export const institutePlaceholder: VendorAnswer = { ...invalidSecret, outcome: 'institute_placeholder' };

export const invalidVendor: VendorAnswer = {
  httpStatus: 403,
  body: { status: 0, message: 'Invalid Vendor' },
  outcome: 'vendor_not_set_up',
};

export const addressNotAllowed: VendorAnswer = {
  httpStatus: 403,
  body: { status: 0, message: 'Address Not Allowed' },
  outcome: 'address_not_allowed',
};

export const tooManyRequests: VendorAnswer = {
  httpStatus: 429,
  body: { status: 0, message: 'Too many requests' },
  headers: { 'Retry-After': '1' },
  outcome: 'rate_limited',
};

export const unavailable: VendorAnswer = {
  httpStatus: 503,
  body: { status: 0, message: 'Temporarily unavailable, please send again' },
  headers: { 'Retry-After': '5' },
  outcome: 'unavailable',
};

export const fieldsMissing = (
  message: string,
  errors: readonly { readonly field: string; readonly problem: string }[],
  isRouting: boolean,
): VendorAnswer => ({
  httpStatus: 422,
  body: {
    status: 0,
    message,
    errors: errors.map(({ field, problem }) => ({ field, problem })),
    ...(isRouting ? { data: [] } : {}),
  },
  outcome: 'field_missing',
});

export const inboundDisabled: VendorAnswer = {
  httpStatus: 200,
  body: { status: 0, message: 'Inbound calling is not enabled' },
  outcome: 'inbound_disabled',
};

/** Routing to nobody: the vendor follows its own logic. */
export const nobody = (outcome: string): VendorAnswer => ({ httpStatus: 200, body: { data: [], status: 0 }, outcome });

export const agents = (numbers: readonly string[]): VendorAnswer =>
  numbers.length === 0
    ? nobody('routed_to_nobody')
    : {
        httpStatus: 200,
        body: { data: numbers.map((number) => ({ agent_number: number })), status: 1 },
        outcome: 'routed',
      };

const accepted = { offered: 'Notification accepted', ended: 'Call details accepted' } as const;

/** A pop-up request or call back was taken, or said again what is known; `callId` is echoed as it was sent. */
export const taken = (
  kind: keyof typeof accepted,
  { result, agentUnknown }: { readonly result: 'taken' | 'repeat'; readonly agentUnknown: boolean },
  callId: string | null,
): VendorAnswer => {
  const echo = callId === null ? {} : { call_id: callId };
  return agentUnknown
    ? {
        httpStatus: 200,
        body: { status: 0, message: 'Agent Details Not Found', ...echo },
        outcome: result === 'repeat' ? 'repeat' : 'agent_unknown',
      }
    : { httpStatus: 200, body: { status: 1, message: accepted[kind], ...echo }, outcome: result };
};
