import type { VendorAccount, VendorTools } from '../adapter.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { sharedBy } from '../ask-in-turn.ts';
import type { HttpRequest } from '../http.ts';
import { isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { takeTurn } from '../session.ts';
import type { LogIn, Session } from '../session.ts';
import { readAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import { credentialsOf, sessionKey } from './credentials.ts';
import type { Credential } from './credentials.ts';
import type { TatatelSettings } from './settings.ts';

/** A token lives 60 minutes; peers ask for the next after 50 (vendors.md 1.1). */
const tokenMs = 50 * 60_000;
/** How long refused credentials are not tried again: failed log-ins are counted and lock the account. */
const refusedMs = 5 * 60_000;
/** Small accounts answer 429 to bursts; a peer leaves this much between calls. */
const usualGapMs = 350;

export interface TatatelApi {
  /** An authorised `GET`. A refused token is replaced once. */
  readonly get: (path: string, query: Readonly<Record<string, string>>, signal?: AbortSignal) => Promise<Answer>;
  /** An authorised `POST` of JSON, to a path or a whole address. A refused token is replaced once: a request without authority does nothing. */
  readonly post: (path: string, body: JsonObject, limits?: Limits) => Promise<Answer>;
  /** The token for what is fetched beside the API. `anew`: the one given before was refused. */
  readonly token: (anew: boolean) => Promise<LogIn>;
}

interface Limits {
  readonly signal?: AbortSignal;
  /** A request whose turn comes later is not sent. */
  readonly notAfter?: EpochMs;
}

type Asked =
  | { readonly method: 'GET' }
  | { readonly method: 'POST'; readonly body: string; readonly notAfter?: EpochMs };

/** The credential itself is no good: another one may be. */
const isRefused = (answer: Answer): boolean =>
  !answer.ok && (answer.reason === 'token_refused' || answer.reason === 'credentials_refused');

/**
 * The API of one account, or null when it has no credentials. With a log-in a token is fetched and
 * kept for 50 minutes, for the whole process; an authentication key is the portal's long-lived
 * token, used when there is no log-in or the log-in is refused.
 */
export const tatatelApi = (
  account: VendorAccount,
  settings: TatatelSettings,
  tools: VendorTools,
): TatatelApi | null => {
  const credentials = credentialsOf(settings, account.authenticationKey);
  if (credentials.length === 0) return null;
  const base = settings.apiUrl.replace(/\/+$/, '');
  const line = { instituteId: account.instituteId, vendor: 'tatatel', line: 'api' };

  const send = async (
    session: Session,
    path: string,
    { notAfter = Infinity, ...request }: Omit<HttpRequest, 'url'> & Limits,
  ): Promise<Answer> => {
    const turn = { session, gapMs: tools.gapMs ?? usualGapMs, shared: sharedBy(tools, line) };
    const busyUntil = await takeTurn(turn, tools.now(), request.signal);
    const retryAt = Math.max(session.notBefore, busyUntil ?? 0);
    if (retryAt > tools.now()) return { ok: false, reason: 'rate_limited', retryAt, unsent: true };
    if (tools.now() >= notAfter) return { ok: false, reason: 'rate_limited', retryAt: null, unsent: true };
    const answer = readAnswer(
      await tools.http.send({ ...request, url: URL.parse(path) ?? new URL(base + path) }),
      tools.now(),
    );
    if (!answer.ok && answer.reason === 'rate_limited') session.notBefore = answer.retryAt ?? session.notBefore;
    return answer;
  };

  const logIn = async (session: Session, email: string, password: string): Promise<LogIn> => {
    if (session.refusedUntil > tools.now())
      return { ok: false, reason: 'credentials_refused', retryAt: session.refusedUntil };
    const headers = { 'content-type': 'application/json' };
    // Others wait for this log-in too: no single caller's signal ends it.
    const answer = await send(session, '/v1/auth/login', {
      method: 'POST',
      headers,
      body: JSON.stringify({ email, password }),
    });
    const token = answer.ok && isObject(answer.json) ? answer.json['access_token'] : undefined;
    if (typeof token === 'string' && token !== '') {
      session.token = { value: token, until: tools.now() + tokenMs };
      return { ok: true, token };
    }
    if (answer.ok) return { ok: false, reason: 'answer_unreadable', retryAt: null };
    if (answer.reason !== 'token_refused' && answer.reason !== 'request_refused') return answer;
    session.refusedUntil = tools.now() + refusedMs;
    return { ok: false, reason: 'credentials_refused', retryAt: session.refusedUntil };
  };

  const tokenOf = async (session: Session, credential: Credential): Promise<LogIn> => {
    if (credential.kind === 'key') return { ok: true, token: credential.key };
    if (session.token !== null && session.token.until > tools.now()) return { ok: true, token: session.token.value };
    // One log-in at a time: who comes meanwhile waits for it.
    session.loggingIn ??= logIn(session, credential.email, credential.password).finally(
      () => (session.loggingIn = null),
    );
    return session.loggingIn;
  };

  const askOnce = async (credential: Credential, path: string, asked: Asked, signal?: AbortSignal): Promise<Answer> => {
    const session = tools.sessions.of(sessionKey(base, credential));
    const shown = await tokenOf(session, credential);
    if (!shown.ok) return { ...shown, unsent: true };
    const type = asked.method === 'POST' ? { 'content-type': 'application/json' } : {};
    const headers = { authorization: `Bearer ${shown.token}`, ...type };
    const answer = await send(session, path, { ...asked, headers, ...(signal === undefined ? {} : { signal }) });
    // Forgotten by whoever sees it refused; a newer one, fetched meanwhile, stays.
    if (!answer.ok && answer.reason === 'token_refused' && session.token?.value === shown.token) session.token = null;
    return answer;
  };

  const askWith = async (credential: Credential, path: string, asked: Asked, signal?: AbortSignal): Promise<Answer> => {
    const answer = await askOnce(credential, path, asked, signal);
    const stale = !answer.ok && answer.reason === 'token_refused' && credential.kind === 'login';
    return stale ? askOnce(credential, path, asked, signal) : answer;
  };

  const ask = async (path: string, asked: Asked, signal?: AbortSignal): Promise<Answer> => {
    let answer: Answer = { ok: false, reason: 'token_refused', retryAt: null };
    for (const credential of credentials) {
      answer = await askWith(credential, path, asked, signal);
      if (!isRefused(answer)) return answer;
    }
    return answer;
  };

  const tokenFor = async (credential: Credential, anew: boolean): Promise<LogIn> => {
    const session = tools.sessions.of(sessionKey(base, credential));
    if (anew) session.token = null;
    return tokenOf(session, credential);
  };

  return {
    token: async (anew) => {
      let shown: LogIn = { ok: false, reason: 'credentials_refused', retryAt: null };
      for (const credential of credentials) {
        shown = await tokenFor(credential, anew);
        if (shown.ok || shown.reason !== 'credentials_refused') return shown;
      }
      return shown;
    },
    get: async (path, query, signal) => {
      const search = new URLSearchParams(query).toString();
      return ask(search === '' ? path : `${path}?${search}`, { method: 'GET' }, signal);
    },
    post: async (path, body, { signal, ...limits } = {}) =>
      ask(path, { method: 'POST', body: JSON.stringify(body), ...limits }, signal),
  };
};
