import { createHash } from 'node:crypto';
import type { TatatelSettings } from './settings.ts';

export type Credential =
  | { readonly kind: 'login'; readonly email: string; readonly password: string }
  /** The portal's long-lived token. */
  | { readonly kind: 'key'; readonly key: string };

const filled = (text: string | null): text is string => text !== null && text !== '';

/** What an account can show, in the order to try it. */
export const credentialsOf = (settings: TatatelSettings, authenticationKey: string | null): readonly Credential[] => {
  const { email, password } = settings;
  const key = authenticationKey?.replace(/^bearer\s+/i, '').trim() ?? '';
  return [
    ...(filled(email) && filled(password) ? [{ kind: 'login' as const, email, password }] : []),
    ...(filled(key) ? [{ kind: 'key' as const, key }] : []),
  ];
};

/** Names the session of a credential at an API without holding it. */
export const sessionKey = (base: string, credential: Credential): string => {
  const parts = credential.kind === 'login' ? [credential.email, credential.password] : [credential.key];
  return createHash('sha256')
    .update(JSON.stringify(['tatatel', base, ...parts]))
    .digest('hex');
};
