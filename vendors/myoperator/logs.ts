import { createHash } from 'node:crypto';
import type { VendorAccount, VendorTools } from '../adapter.ts';
import { askInTurn, failure, type AccountLine } from '../ask-in-turn.ts';
import type { HttpRequest } from '../http.ts';
import type { Session } from '../session.ts';
import { readAnswer, wantsJson, type Answer } from './answer.ts';
import type { MyoperatorSettings } from './settings.ts';

/** 20 requests a minute and account (vendors.md 3.2). */
const gapMs = 3000;

/** Accounts that take nothing but a raw JSON body, as far as this process knows. */
const takesJson = new WeakSet<Session>();

/** The API of logs, recordings and users, by one account's token. */
export interface Logs {
  readonly search: (fields: Readonly<Record<string, string | number>>, signal?: AbortSignal) => Promise<Answer>;
  readonly get: (path: string, query: Readonly<Record<string, string>>, signal?: AbortSignal) => Promise<Answer>;
  readonly put: (path: string, fields: Readonly<Record<string, string>>, signal?: AbortSignal) => Promise<Answer>;
}

const filled = (text: string | null): text is string => text !== null && text.trim() !== '';

/** What the logs may be opened with: the secret token, or where the panel gave but one key, that. */
const tokensOf = (
  { authenticationKey }: Pick<VendorAccount, 'authenticationKey'>,
  { secretToken }: MyoperatorSettings,
): readonly string[] => [...new Set([secretToken, authenticationKey].filter(filled).map((token) => token.trim()))];

/** Null when the account has no token to show. */
export const openLogs = (account: VendorAccount, settings: MyoperatorSettings, tools: VendorTools): Logs | null => {
  const tokens = tokensOf(account, settings);
  if (tokens.length === 0) return null;
  const base = settings.logsUrl.replace(/\/+$/, '');
  // One turn for the account, whatever token it shows and whichever process asks.
  const session = tools.sessions.of(
    createHash('sha256')
      .update(JSON.stringify(['myoperator', base, ...tokens]))
      .digest('hex'),
  );
  const shared = { instituteId: account.instituteId, vendor: 'myoperator', line: 'logs' };
  const line: AccountLine = { tools, session, gapMs, shared };

  const send = async (request: HttpRequest): Promise<Answer> => {
    const said = await askInTurn(line, request);
    return said.ok ? readAnswer(said) : said;
  };

  const withToken = async (ask: (token: string) => Promise<Answer>): Promise<Answer> => {
    let answer: Answer = failure('credentials_refused');
    for (const token of tokens) {
      answer = await ask(token);
      if (answer.ok || answer.reason !== 'credentials_refused') return answer;
    }
    return answer;
  };

  const search = async (fields: Readonly<Record<string, string | number>>, signal?: AbortSignal): Promise<Answer> => {
    const url = new URL(`${base}/search`);
    const limits = signal === undefined ? {} : { signal };
    return await withToken(async (token) => {
      const all = { token, ...fields };
      if (!takesJson.has(session)) {
        const said = await askInTurn(line, { method: 'POST', url, ...form(all), ...limits });
        if (!said.ok) return said;
        if (!wantsJson(said)) return readAnswer(said);
      }
      const answer = await send({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(all),
        ...limits,
      });
      if (answer.ok) takesJson.add(session);
      return answer;
    });
  };

  return {
    search,
    get: async (path, query, signal) =>
      await withToken(async (token) => {
        const url = new URL(`${base}${path}?${new URLSearchParams({ token, ...query }).toString()}`);
        return await send({ method: 'GET', url, ...(signal && { signal }) });
      }),
    put: async (path, fields, signal) =>
      await withToken(
        async (token) =>
          await send({
            method: 'PUT',
            url: new URL(base + path),
            ...form({ token, ...fields }),
            ...(signal && { signal }),
          }),
      ),
  };
};

const form = (fields: Readonly<Record<string, string | number>>) => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(
    Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString(),
});
