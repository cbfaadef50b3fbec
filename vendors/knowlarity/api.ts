import { createHash } from 'node:crypto';
import type { VendorAccount, VendorTools } from '../adapter.ts';
import { askInTurn, failure, type Failure, type TurnRequest } from '../ask-in-turn.ts';
import { field } from '../classic/fields.ts';
import type { HttpRequest } from '../http.ts';
import { isObject, readJson, type JsonObject } from '../json.ts';
import type { KnowlaritySettings } from './settings.ts';

export type Answer = { readonly ok: true; readonly json: JsonObject } | Failure;

/** No limit is published. */
const gapMs = 250;

const credentialTexts =
  /unauthori[sz]ed|forbidden|(?:invalid|wrong|expired|missing).*(?:key|token|auth)|(?:key|token|auth\w*).*(?:invalid|wrong|expired|missing)/i;

export interface KnowlarityApi {
  /** @param path behind the channel: "/v1/account/calllog?…"; or a whole address */
  readonly ask: (path: string, request: Omit<TurnRequest, 'url' | 'headers'>) => Promise<Answer>;
}

/** An error is told under `error` or `message`, with whatever status (vendors.md 4.1). */
const readAnswer = (status: number, text: string): Answer => {
  const json = readJson(text);
  const body = isObject(json) ? json : {};
  const nested = body['error'];
  const words = [
    isObject(nested) ? field(nested, 'message').text : field(body, 'error').text,
    field(body, 'message').text,
  ].join(' ');
  const failed = status >= 400 || nested !== undefined;
  if (status === 401 || status === 403 || (failed && credentialTexts.test(words)))
    return failure('credentials_refused');
  if (failed) return failure('request_refused');
  return status < 300 && isObject(json) ? { ok: true, json } : failure('answer_unreadable');
};

/** Neither key has a scheme before it: `Authorization` is the bare one (vendors.md 4.1). Null when one of them is missing. */
export const knowlarityHeaders = (
  authenticationKey: string | null,
  accessKey: string | null,
): Readonly<Record<string, string>> | null => {
  const authorization = authenticationKey?.trim() ?? '';
  const key = accessKey?.trim() ?? '';
  return authorization === '' || key === '' ? null : { authorization, 'x-api-key': key };
};

/** The API of one account; null when it lacks a key. */
export const knowlarityApi = (
  account: VendorAccount,
  settings: KnowlaritySettings,
  tools: VendorTools,
): KnowlarityApi | null => {
  const headers = knowlarityHeaders(account.authenticationKey, settings.accessKey);
  if (headers === null) return null;
  const base = `${settings.apiUrl.replace(/\/+$/, '')}/${settings.channel}`;
  const session = tools.sessions.of(
    createHash('sha256')
      .update(JSON.stringify(['knowlarity', base, ...Object.values(headers)]))
      .digest('hex'),
  );
  return {
    ask: async (path, request) => {
      const type = request.body === undefined ? {} : { 'content-type': 'application/json' };
      const url: HttpRequest['url'] = URL.parse(path) ?? new URL(base + path);
      const said = await askInTurn({ tools, session, gapMs }, { ...request, url, headers: { ...headers, ...type } });
      return said.ok ? readAnswer(said.status, said.text) : said;
    },
  };
};
