import type { FreshLink } from '../adapter.ts';
import type { TatatelApi } from './api.ts';

/** All of Smartflo's own hosts: recordings lie on another one than the API (vendors.md 1.6). */
const smartflo = '.tatateleservices.com';

/** Whether a recording lies with the vendor itself: on its API's host, or beside it in its own domain, and no less secure. */
const isOwn = (recording: URL, api: URL): boolean => {
  if (recording.origin === api.origin) return true;
  return (
    api.hostname.endsWith(smartflo) &&
    recording.hostname.endsWith(smartflo) &&
    recording.protocol === 'https:' &&
    recording.port === ''
  );
};

/**
 * Smartflo's own addresses carry a token of theirs; some accounts need the API's as well (vendors.md 1.6). Recordings that
 * lie elsewhere, as in an institute's own storage, never see it.
 *
 * @param refused the token shown before was not accepted
 */
export const recordingLink = async (
  api: TatatelApi,
  apiUrl: string,
  recordingUrl: string,
  refused: boolean,
): Promise<FreshLink> => {
  const recording = URL.parse(recordingUrl);
  const own = URL.parse(apiUrl);
  if (recording === null || own === null || !isOwn(recording, own))
    return { result: 'found', url: recordingUrl, headers: {} };
  const shown = await api.token(refused);
  if (!shown.ok) return { result: 'unreachable', reason: shown.reason, retryAt: shown.retryAt };
  return { result: 'found', url: recordingUrl, headers: { authorization: `Bearer ${shown.token}` } };
};
