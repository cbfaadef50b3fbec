import { failure, type Failure, type Said } from '../ask-in-turn.ts';
import { field } from '../classic/fields.ts';
import { isObject, readJson, type JsonObject } from '../json.ts';

export type Answer = { readonly ok: true; readonly json: JsonObject } | Failure;

/** The texts by which the API says that a key or token is no good; `Forbidden` is its gateway's word for a wrong key. */
const credentialTexts =
  /^forbidden$|unauthori[sz]ed|not an authori[sz]ed|(?:invalid|wrong|missing|expired).*(?:token|api.?key|company)|(?:token|api.?key|company).*(?:invalid|wrong|missing|expired|mismatch)/i;

/** How some accounts refuse a form: they read nothing but a raw JSON body (vendors.md 3.2). */
export const wantsJson = ({ status, text }: Said): boolean =>
  status === 400 && /not an authori[sz]ed request/i.test(text);

/**
 * What the API answered, or which kind of failure it is. `code` is a text ("403") beside the HTTP status, and failures
 * come with status 200 too; the words are only looked at here and go no further.
 */
export const readAnswer = ({ status, text }: Said): Answer => {
  const json = readJson(text);
  const body = isObject(json) ? json : {};
  const words = [body['details'], body['message']].filter((word) => typeof word === 'string').join(' ');
  const code = field(body, 'code').text ?? '';
  const failed = status >= 400 || body['status'] === 'error' || /^[45]\d\d$/.test(code);
  if (status === 401 || (failed && credentialTexts.test(words))) return failure('credentials_refused');
  if (failed) return failure(code.startsWith('5') ? 'vendor_error' : 'request_refused');
  return status < 300 && isObject(json) ? { ok: true, json } : failure('answer_unreadable');
};
