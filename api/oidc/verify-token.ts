import { decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose';
import { findProvidersByIssuer, type StoredProvider } from '../../db/oidc-providers.ts';
import type { Db } from '../../db/pool.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { issuerKey } from '../../domain/settings/oidc.ts';
import { ProviderAwayError } from './guarded-fetch.ts';
import type { ProviderDirectory } from './provider-directory.ts';

/** By a key of the provider's: what the client's secret signed is nobody's proof. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
/** What clocks may differ by, in seconds. */
const TOLERANCE = 30;
/** ID tokens and access tokens (RFC 9068); a log-out token is a JWT of the same provider, and lets nobody in. */
const TYPES: ReadonlySet<string> = new Set(['jwt', 'at+jwt', 'application/at+jwt']);
const LONGEST_ISSUER = 2000;

/** A token that is good, with the providers (each of an institute) it was made for. */
export interface GoodToken {
  readonly claims: JWTPayload;
  readonly providers: readonly StoredProvider[];
}

const issuerOf = ({ iss }: JWTPayload): string | null =>
  iss !== undefined && iss.length <= LONGEST_ISSUER && URL.canParse(iss) ? issuerKey(iss) : null;

const audiencesOf = ({ aud }: JWTPayload): readonly string[] => (aud === undefined ? [] : [aud].flat());

const audiencesOfProvider = ({ clientId, audience }: StoredProvider): readonly string[] =>
  [clientId, audience].filter((one) => one !== null);

const madeFor = (claims: JWTPayload, providers: readonly StoredProvider[]): readonly StoredProvider[] => {
  const audiences = audiencesOf(claims);
  return providers.filter((provider) => audiencesOfProvider(provider).some((one) => audiences.includes(one)));
};

/** What a token says without proof; null when it is no JWT. */
const unproven = (token: string): JWTPayload | null => {
  try {
    return decodeJwt(token);
  } catch {
    // No JWT at all: whatever is wrong with it, it is nobody's.
    return null;
  }
};

/**
 * Reads an ID token or access token as a bearer shows it: signed by a key its issuer publishes, for one of our audiences,
 * not expired. Null when it is not. Rejects with ProviderAwayError when that can't be found out.
 */
export const verifyToken = async (
  { db, directory, now }: { readonly db: Db; readonly directory: ProviderDirectory; readonly now: () => EpochMs },
  token: string,
): Promise<GoodToken | null> => {
  const claimed = unproven(token);
  const issuer = claimed === null ? null : issuerOf(claimed);
  if (claimed === null || issuer === null) return null;
  const providers = madeFor(claimed, await findProvidersByIssuer(db, issuer));
  if (providers.length === 0) return null;
  const { metadata, keys } = await directory.find(issuer);
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer: metadata.issuer,
      audience: providers.flatMap(audiencesOfProvider),
      algorithms: ALGORITHMS,
      currentDate: new Date(now()),
      clockTolerance: TOLERANCE,
      requiredClaims: ['exp', 'sub'],
    });
    if (!TYPES.has((protectedHeader.typ ?? 'JWT').toLowerCase())) return null;
    return { claims: payload, providers };
  } catch (error) {
    if (error instanceof ProviderAwayError) throw error;
    // Expired, not signed by its issuer, or for another audience: the same to whoever shows it.
    if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)) return null;
    throw new ProviderAwayError('no keys', { cause: error });
  }
};
