import type { Fields } from '../../../vendors/classic/fields.ts';
import type { NativeEndpoint } from '../../../vendors/native.ts';
import { adapterFor } from '../../../vendors/registry.ts';
import { endpointNotFound, tooManyRequests, unavailable, vendorNotFound } from './answers.ts';
import { asksIn, nativeReader, nobodyIn } from './native-reader.ts';
import type { Target } from './target.ts';

const NATIVE = /^\/vendors\/([^/]+)\/([^/]+)\/([^/]+)\/?$/;

/** The native endpoint that a path names (contract 2); null when it names none. */
export function nativeTarget(path: string): Target | null {
  const [, vendor, token = '', name = ''] = NATIVE.exec(path) ?? [];
  if (vendor === undefined) return null;
  const adapter = adapterFor(vendor);
  const endpoint = adapter?.endpoints.find((one) => one.name === name) ?? null;
  const where = {
    institute: null,
    isPlaceholder: false,
    slug: vendor,
    credential: () => ({ by: 'token' as const, token, vendor }),
    mayBeEmpty: true,
  };
  if (endpoint) return { ...where, ...taking(vendor, endpoint), refusal: null };
  // Nothing is read of a request that leads nowhere.
  const refusal = adapter ? endpointNotFound : vendorNotFound;
  const nothing = {
    endpoint: name.slice(0, 50),
    methods: ['GET', 'POST'],
    without: () => unavailable,
    read: () => ({ ok: false as const, answer: refusal }),
  };
  return { ...where, ...nothing, pattern: '/vendors/{vendor}/{token}/{endpoint}', refusal };
}

function taking(vendor: string, endpoint: NativeEndpoint) {
  return {
    endpoint: endpoint.name,
    pattern: `/vendors/${vendor}/{token}/${endpoint.name}`,
    methods: endpoint.methods,
    // The vendor rings by its own logic where we can't say whom; an event it sends again.
    without: (outcome: 'rate_limited' | 'unavailable', fields: Fields | null) => {
      const sendAgain = outcome === 'rate_limited' ? tooManyRequests : unavailable;
      return fields !== null && !asksIn(endpoint, fields) ? sendAgain : (nobodyIn(endpoint, outcome) ?? sendAgain);
    },
    read: nativeReader(endpoint),
  };
}
