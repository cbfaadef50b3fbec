import { phoneKey } from '../../domain/numbers/phone.ts';
import type { OpenedStream, VendorAccount, VendorTools } from '../adapter.ts';
import { field } from '../classic/fields.ts';
import { isObject, readJson } from '../json.ts';
import { readEvents } from '../sse.ts';
import type { UnreachableReason } from '../unreachable.ts';
import { knowlaritySettings, type KnowlaritySettings } from './settings.ts';

/** The vendor's other front door: without the stream's own port where that is the one it gives. */
const registrationsOf = (base: URL): string => {
  const host = new URL(base);
  if (host.port === '8100') host.port = '';
  return `${host.origin}/api/v1/registrations`;
};

/** Of a stream's head; the stream itself may be silent for as long as nobody calls. */
const headMs = 15_000;
const registrationMs = 5000;
const clientName = 'callthread';
/** Dead peers are found by the system's own probes, since the vendor sends nothing while nobody calls. */
const keepAliveMs = 30_000;

interface Registration {
  readonly tools: VendorTools;
  readonly base: URL;
  readonly authorization: string;
  readonly numbers: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Registers the account's numbers and enables them. Not every account has to, and how the second step is asked is not
 * documented publicly: only a refusal of the key stops us, everything else the stream itself will tell.
 */
const register = async ({ tools, base, authorization, numbers, signal }: Registration): Promise<boolean> => {
  const address = registrationsOf(base);
  const headers = { authorization, 'content-type': 'application/json' };
  const body = JSON.stringify({ knowlarity_number: numbers, client_name: clientName, product: 'SR' });
  for (const url of [address, `${address}/enable`]) {
    const answer = await tools.http.send({
      method: 'POST',
      url: new URL(url),
      headers,
      body,
      timeoutMs: registrationMs,
      signal,
    });
    if (answer.ok && (answer.status === 401 || answer.status === 403)) return false;
    const json = answer.ok ? readJson(answer.text) : undefined;
    if (isObject(json) && /invalid.*(?:key|token|auth)/i.test(field(json, 'message').text ?? '')) return false;
  }
  return true;
};

const reasonOf = (status: number): UnreachableReason => {
  if (status === 429) return 'rate_limited';
  if (status >= 500) return 'vendor_error';
  // The key stands in the path: a wrong one is a path there is not.
  return [401, 403, 404].includes(status) ? 'credentials_refused' : 'request_refused';
};

/** The whole account's events on one stream, from now on: there is no resuming (vendors.md 4.3). */
export const openStream = async (
  account: VendorAccount,
  tools: VendorTools,
  { numbers, signal }: { readonly numbers: readonly string[]; readonly signal: AbortSignal },
): Promise<OpenedStream> => {
  const settings = knowlaritySettings.safeParse(account.vendorSettings);
  const key = settings.success ? settings.data.streamKey?.trim() : null;
  if (!settings.success || !key) return { result: 'unreachable', reason: 'credentials_refused', retryAt: null };
  const base = new URL(settings.data.streamUrl);
  const authorization = account.authenticationKey?.trim() ?? '';
  const registered = [...new Set([...ownNumbers(settings.data, account.country), ...numbers])];
  if (authorization !== '' && registered.length > 0) {
    if (!(await register({ tools, base, authorization, numbers: registered, signal })))
      return { result: 'unreachable', reason: 'credentials_refused', retryAt: null };
  }
  const url = new URL(
    `${settings.data.streamUrl.replace(/\/+$/, '')}/update-stream/${encodeURIComponent(key)}/konnect`,
  );
  const opened = await tools.http.open({
    method: 'GET',
    url,
    headers: { accept: 'text/event-stream' },
    timeoutMs: headMs,
    signal,
  });
  if (!opened.ok) return { result: 'unreachable', reason: opened.problem, retryAt: null };
  const { status, body } = opened;
  if (status !== 200) {
    body.destroy();
    return { result: 'unreachable', reason: reasonOf(status), retryAt: null };
  }
  body.socket.setKeepAlive(true, keepAliveMs);
  return { result: 'open', lines: readEvents(body), close: () => body.destroy() };
};

/** The account's own numbers, as far as its settings name them. */
const ownNumbers = ({ srNumber, callerId }: KnowlaritySettings, country: string): readonly string[] =>
  [srNumber, callerId].flatMap((text) => (text === null ? [] : (phoneKey(text, country) ?? [])));

/** The same, of stored settings, for telling the account's calls from others'. */
export const ownNumbersOf = (vendorSettings: unknown, country: string): readonly string[] => {
  const settings = knowlaritySettings.safeParse(vendorSettings ?? {});
  return settings.success ? ownNumbers(settings.data, country) : [];
};
