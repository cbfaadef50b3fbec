import type { CredentialTest, VendorAccount, VendorTools } from '../adapter.ts';
import { tatatelApi } from './api.ts';
import { credentialsOf, sessionKey } from './credentials.ts';
import type { Credential } from './credentials.ts';
import type { TatatelSettings } from './settings.ts';

/** Only this credential: an account with two would else be well as long as one of them is. */
const alone = (
  credential: Credential,
  account: VendorAccount,
  settings: TatatelSettings,
): readonly [VendorAccount, TatatelSettings] =>
  credential.kind === 'login'
    ? [{ ...account, authenticationKey: null }, settings]
    : [account, { ...settings, email: null, password: null }];

/**
 * Asks for the live calls with each credential in turn. A log-in is made anew, so that a password changed at the
 * vendor shows at once; one refused within the last five minutes is not tried again, since failures lock the account.
 */
export const testCredentials = async (
  account: VendorAccount,
  settings: TatatelSettings,
  tools: VendorTools,
  signal: AbortSignal,
): Promise<CredentialTest> => {
  for (const credential of credentialsOf(settings, account.authenticationKey)) {
    tools.sessions.of(sessionKey(settings.apiUrl.replace(/\/+$/, ''), credential)).token = null;
    const answer = await tatatelApi(...alone(credential, account, settings), tools)?.get('/v1/live_calls', {}, signal);
    if (answer === undefined || answer.ok) continue;
    const { reason, retryAt } = answer;
    return { ok: false, reason: reason === 'token_refused' ? 'credentials_refused' : reason, retryAt };
  }
  return { ok: true };
};
