import type { ClassicEndpoint } from '../../../vendors/classic/heard.ts';
import { isVendorSlug } from '../../../vendors/registry.ts';
import { nobody, tooManyRequests, unavailable, vendorNotFound } from './answers.ts';
import { classicReader } from './classic-reader.ts';
import type { Target } from './target.ts';

const CLASSIC = /^\/(getCounsellor|ivrCallNotification|ivrCallBackDetails)\/([^/]+)\/([^/]+)\/?$/;
const BY_TOKEN = /^\/webhooks\/v1\/([^/]+)\/(getCounsellor|getOpportunity|ivrCallNotification|ivrCallBackDetails)\/?$/;

/** The classic or new-style endpoint that a path names (contract 1); null when it names none. */
export function classicTarget(path: string): Target | null {
  const classic = CLASSIC.exec(path);
  if (classic) {
    const [, endpoint, institute = '', vendor = ''] = classic;
    return {
      ...taking(endpoint as ClassicEndpoint), // one of the words of the pattern
      pattern: `/${endpoint}/{institute}/{vendor}`,
      institute: instituteNumber(institute),
      isPlaceholder: /^0+$/.test(institute),
      slug: vendor,
      refusal: isVendorSlug(vendor) ? null : vendorNotFound,
      credential: (secret) => ({ by: 'secret', institute: instituteNumber(institute), vendor, secret }),
    };
  }
  const byToken = BY_TOKEN.exec(path);
  if (!byToken) return null;
  const [, token = '', endpoint] = byToken;
  return {
    ...taking(endpoint as ClassicEndpoint), // one of the words of the pattern
    pattern: `/webhooks/v1/{token}/${endpoint}`,
    institute: null,
    isPlaceholder: false,
    slug: null,
    refusal: null,
    credential: () => ({ by: 'token', token, vendor: null }),
  };
}

const taking = (endpoint: ClassicEndpoint) => ({
  endpoint,
  methods: ['GET', 'POST'],
  mayBeEmpty: false,
  without: (outcome: 'rate_limited' | 'unavailable') => {
    if (endpoint === 'getCounsellor') return nobody(outcome);
    return outcome === 'rate_limited' ? tooManyRequests : unavailable;
  },
  read: classicReader(endpoint),
});

/** Institutes are small integers; `000` left in a URL is none. */
function instituteNumber(text: string): number | null {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}
