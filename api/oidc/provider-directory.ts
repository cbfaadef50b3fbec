import { createRemoteJWKSet, customFetch as keysFetch, type JWTVerifyGetKey } from 'jose';
import { allowInsecureRequests, customFetch, discovery, type ServerMetadata } from 'openid-client';
import type { EpochMs } from '../../domain/ids.ts';
import { isSafeProviderAddress } from '../../domain/settings/oidc.ts';
import type { Http } from '../../vendors/http.ts';
import { guardedFetch, ProviderAwayError } from './guarded-fetch.ts';

/** What a provider publishes of itself. */
export interface KnownProvider {
  readonly metadata: Readonly<ServerMetadata>;
  /** Its public keys, fetched when they are needed and again when a token names one that is new. */
  readonly keys: JWTVerifyGetKey;
}

/** How long what a provider published is believed, in ms. */
const KNOWN_MS = 10 * 60_000;
/** How long one that could not be asked is left alone: a flood of tokens must not become one of questions. */
const AWAY_MS = 2000;
/** Issuers remembered at once. */
const MOST = 500;

interface Entry {
  readonly provider: Promise<KnownProvider>;
  until: EpochMs;
}

/** The providers of all institutes, by issuer, as this process knows them. */
export class ProviderDirectory {
  readonly #http: Http;
  readonly #now: () => EpochMs;
  readonly #entries = new Map<string, Entry>();

  constructor({ http, now }: { readonly http: Http; readonly now: () => EpochMs }) {
    this.#http = http;
    this.#now = now;
  }

  /** Rejects with ProviderAwayError: not reached, or what it publishes can't be used. */
  async find(issuer: string): Promise<KnownProvider> {
    const known = this.#entries.get(issuer);
    if (known !== undefined && this.#now() < known.until) return await known.provider;
    const entry: Entry = { provider: this.#ask(issuer), until: this.#now() + KNOWN_MS };
    this.#entries.delete(issuer);
    this.#entries.set(issuer, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MOST && oldest !== undefined) this.#entries.delete(oldest);
    try {
      return await entry.provider;
    } catch (error) {
      entry.until = this.#now() + AWAY_MS;
      throw error;
    }
  }

  async #ask(issuer: string): Promise<KnownProvider> {
    const fetch = guardedFetch(this.#http);
    try {
      // The client's own id matters to no discovery; each sign-in has its own configuration.
      const options = { [customFetch]: fetch, ...(isSafeHttp(issuer) ? { execute: [allowInsecureRequests] } : {}) };
      const metadata = (await discovery(new URL(issuer), 'callthread', undefined, undefined, options)).serverMetadata();
      const { jwks_uri: keysAt } = metadata;
      if (keysAt === undefined || !isSafeProviderAddress(keysAt)) throw new ProviderAwayError('no address of keys');
      return { metadata, keys: createRemoteJWKSet(new URL(keysAt), { [keysFetch]: fetch }) };
    } catch (error) {
      throw error instanceof ProviderAwayError ? error : new ProviderAwayError('no discovery', { cause: error });
    }
  }
}

/** Whether a provider is spoken to by http: one inside the walls. */
export const isSafeHttp = (issuer: string): boolean => issuer.startsWith('http:') && isSafeProviderAddress(issuer);
